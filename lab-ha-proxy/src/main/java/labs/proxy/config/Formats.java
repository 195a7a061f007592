package labs.proxy.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads texts with places to be filled. */
final class Formats {
    private static final Set<String> VARIABLES =
            Set.of(
                    "B", "CC", "CS", "H", "HM", "HP", "HPO", "HQ", "HU", "HV", "ID", "ST", "T",
                    "Ta", "Tc", "Td", "Th", "Ti", "Tl", "Tq", "TR", "Tr", "Ts", "Tt", "Tu", "Tw",
                    "U", "ac", "b", "bc", "bi", "bp", "bq", "ci", "cp", "f", "fc", "fi", "fp", "ft",
                    "hr", "hrl", "hs", "hsl", "lc", "ms", "o", "p", "pid", "r", "rc", "rt", "s",
                    "sc", "si", "sp", "sq", "sslc", "sslv", "t", "tr", "trg", "trl", "ts", "tsc");

    private final String text;
    private final List<Format.Part> parts = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private boolean allQuoted;
    private int at;

    private Formats(String text) {
        this.text = text;
    }

    /** Reads one; where nothing is to be filled it is one text. */
    static Format read(String text) {
        return new Formats(text).format();
    }

    /** As a word of a line that may hold no control character, since it becomes a line. */
    static Format ofLine(String text) {
        if (text.chars().anyMatch(c -> c < ' ' && c != '\t')) {
            throw new LineException("header value with a control character: it would be two lines");
        }
        return read(text);
    }

    private Format format() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '%') {
                literal.append(c);
            } else if (at < text.length() && text.charAt(at) == '%') {
                at++;
                literal.append('%');
            } else {
                place();
            }
        }
        endLiteral();
        return new Format(parts);
    }

    private void place() {
        boolean quoted = allQuoted;
        if (at < text.length() && text.charAt(at) == '{') {
            int end = text.indexOf('}', at);
            if (end < 0) {
                throw unknown();
            }
            String flags = text.substring(at + 1, end);
            quoted = flags.contains("+Q") || (quoted && !flags.contains("-Q"));
            at = end + 1;
        }
        if (at < text.length() && text.charAt(at) == '[') {
            sample(quoted);
            return;
        }
        String name = variable();
        if (name.equals("o")) {
            allQuoted = quoted; // for all that follows
            if (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
            return;
        }
        endLiteral();
        parts.add(new Format.Variable(name, quoted));
    }

    private void sample(boolean quoted) {
        var reader = new CallReader(text.substring(at + 1));
        Sample sample = Samples.read(reader);
        if (!reader.take(']')) {
            throw new LineException("'" + text + "' has a %[ that is not closed");
        }
        at = text.length() - reader.rest().length();
        endLiteral();
        parts.add(new Format.Value(sample, quoted));
    }

    private String variable() {
        int end = at;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        String name = text.substring(at, end);
        if (!VARIABLES.contains(name)) {
            throw unknown();
        }
        at = end;
        return name;
    }

    private LineException unknown() {
        return new LineException(
                "'"
                        + text
                        + "' has a % that is not supported: %[sample], %% and the variables of logs");
    }

    private void endLiteral() {
        if (literal.length() > 0) {
            parts.add(new Format.Text(literal.toString()));
            literal.setLength(0);
        }
    }
}
