package labs.proxy.http;

import java.util.ArrayList;
import java.util.List;

/** Cuts a field's value where its parts end. What stands between double quotes is never cut. */
final class QuotedList {
    private QuotedList() {}

    /** The parts between the separators, with all that is in them. */
    static List<String> split(String value, String separators) {
        var parts = new ArrayList<String>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted && c == '\\') {
                i++; // whatever follows stands for itself
            } else if (!quoted && separators.indexOf(c) >= 0) {
                parts.add(value.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(value.substring(from));
        return parts;
    }
}
