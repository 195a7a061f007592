package labs.runner;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of the report that leaves the student's JVM: {@code event TAB field…}, which a {@link
 * Seal} protects. Immutable. Tabs, line ends and backslashes inside a field are escaped, so that a
 * field can't forge a line.
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
        /** [command]: a process that the tests started and did not end. */
        LEFT_BEHIND,
        /** []: every test was run, and nothing follows. */
        DONE
    }

    public ReportLine {
        fields = List.copyOf(fields);
    }

    /** The line without seal and line end. */
    public String format() {
        var line = new StringBuilder(event.name());
        fields.forEach(field -> line.append('\t').append(escape(field)));
        return line.toString();
    }

    /** The opposite of {@link #format}, for a line whose seal was good. */
    public static ReportLine parse(String line) {
        String[] parts = line.split("\t", -1);
        var fields = new ArrayList<String>();
        for (int i = 1; i < parts.length; i++) {
            fields.add(unescape(parts[i]));
        }
        return new ReportLine(Event.valueOf(parts[0]), fields);
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
