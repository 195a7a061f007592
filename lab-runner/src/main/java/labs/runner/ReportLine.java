package labs.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One line of the report that leaves the student's JVM: {@code SECRET TAB event TAB field…}.
 * Immutable. Tabs, line ends and backslashes inside a field are escaped, so that a field can't
 * forge a line.
 */
public record ReportLine(Event event, List<String> fields) {
    /** What the line tells; the fields that follow are named in brackets. */
    public enum Event {
        /** [test, tags joined by commas] */
        PLANNED,
        /** [test] */
        STARTED,
        /** [test, milliseconds] */
        PASSED,
        /** [test, milliseconds, message, stack trace] */
        FAILED,
        /** [test, reason]: a condition switched it off before it began. */
        SKIPPED,
        /** [test, milliseconds, reason]: it gave up by a failed assumption. */
        ABORTED,
        /** [class, message, stack trace]: the class could not be set up or torn down. */
        CLASS_FAILED,
        /** []: every test was run, and nothing follows. */
        DONE
    }

    public ReportLine {
        fields = List.copyOf(fields);
    }

    /** The line without its line end. */
    public String format(String secret) {
        var line = new StringBuilder(secret).append('\t').append(event);
        fields.forEach(field -> line.append('\t').append(escape(field)));
        return line.toString();
    }

    /** The report line in {@code line}, or nothing when it doesn't carry the secret. */
    public static Optional<ReportLine> parse(String secret, String line) {
        String[] parts = line.split("\t", -1);
        if (parts.length < 2 || !parts[0].equals(secret)) {
            return Optional.empty();
        }
        var fields = new ArrayList<String>();
        for (int i = 2; i < parts.length; i++) {
            fields.add(unescape(parts[i]));
        }
        return Optional.of(new ReportLine(Event.valueOf(parts[1]), fields));
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    private static String unescape(String text) {
        var plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            plain.append(c == '\\' ? unescape(text.charAt(++i)) : c);
        }
        return plain.toString();
    }

    private static char unescape(char code) {
        return switch (code) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            default -> code;
        };
    }
}
