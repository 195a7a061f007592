package labs.cli.markers;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A line with its end (LF, CRLF or none), classified. The kinds are exact; look-alikes are wrong.
 */
record MarkedLine(int number, String text, Kind kind) {
    static final String STUB = "// STUB: ";

    private static final Pattern LOOK_ALIKE =
            Pattern.compile(
                    "(//|/\\*|<!--|#)\\s*((BEGIN|END)\\s+SOLUTION\\b|STUB\\s*:)",
                    Pattern.CASE_INSENSITIVE);

    enum Kind {
        CODE,
        BEGIN,
        END,
        STUB,
        LOOK_ALIKE
    }

    static List<MarkedLine> of(String source) {
        List<MarkedLine> lines = new ArrayList<>();
        int start = 0;
        while (start < source.length()) {
            int newline = source.indexOf('\n', start);
            int end = newline < 0 ? source.length() : newline + 1;
            String text = source.substring(start, end);
            lines.add(new MarkedLine(lines.size() + 1, text, classify(text.strip())));
            start = end;
        }
        return lines;
    }

    private static Kind classify(String stripped) {
        if (stripped.equals("// BEGIN SOLUTION")) {
            return Kind.BEGIN;
        }
        if (stripped.equals("// END SOLUTION")) {
            return Kind.END;
        }
        if (stripped.startsWith(STUB)) {
            return Kind.STUB;
        }
        return LOOK_ALIKE.matcher(stripped).find() ? Kind.LOOK_ALIKE : Kind.CODE;
    }

    /** The stub as code: everything but the prefix stays, indentation and line end included. */
    String withoutStubPrefix() {
        int at = text.indexOf(STUB);
        return text.substring(0, at) + text.substring(at + STUB.length());
    }

    String withoutEnd() {
        return text.replaceFirst("\r?\n$", "");
    }
}
