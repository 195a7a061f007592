package labs.proxy.http;

import java.util.ArrayList;
import java.util.List;
import labs.proxy.config.HttpSettings.Capture;

/** {@code capture}: what is kept of heads for the log and for rules. */
final class Captures {
    private Captures() {}

    /** The last value of its header, cut; null if there is none. */
    static String of(Draft head, Capture capture) {
        List<String> values =
                capture.header().isEmpty() ? List.of() : head.values(capture.header());
        String value = values.isEmpty() ? null : values.get(values.size() - 1);
        return value == null || value.length() <= capture.length()
                ? value
                : value.substring(0, capture.length());
    }

    /** Those of an answer, in the order of the file. */
    static List<String> ofAnswer(Draft answer, List<Capture> captures) {
        var values = new ArrayList<String>();
        for (Capture capture : captures) {
            if (!capture.request()) {
                values.add(of(answer, capture));
            }
        }
        return values;
    }
}
