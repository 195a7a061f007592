package labs.proxy.config;

import java.util.ArrayList;
import java.util.List;

/** Walks over {@code name(argument,argument)} and what stands between such. Not thread-safe. */
final class CallReader {
    private final String text;
    private int at;

    CallReader(String text) {
        this.text = text;
    }

    boolean hasNext() {
        return at < text.length();
    }

    String rest() {
        return text.substring(at);
    }

    boolean take(char c) {
        boolean taken = hasNext() && text.charAt(at) == c;
        at += taken ? 1 : 0;
        return taken;
    }

    /** A name, with brackets or without. */
    Sample.Call next() {
        int from = at;
        while (hasNext() && "(),] \t".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String name = text.substring(from, at);
        if (name.isEmpty()) {
            throw new LineException("'" + text + "' has no name where one must stand");
        }
        return new Sample.Call(name, take('(') ? arguments() : List.of());
    }

    private List<String> arguments() {
        var arguments = new ArrayList<String>();
        var argument = new StringBuilder();
        char quote = 0;
        while (hasNext()) {
            char c = text.charAt(at++);
            if (quote == 0 && c == ')') {
                if (argument.length() > 0 || !arguments.isEmpty()) {
                    arguments.add(argument.toString());
                }
                return arguments;
            }
            if (quote == 0 && c == ',') {
                arguments.add(argument.toString());
                argument.setLength(0);
            } else if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == '\\' && quote != '\'' && hasNext()) {
                argument.append(text.charAt(at++));
            } else {
                argument.append(c);
            }
        }
        throw new LineException("'" + text + "' has a bracket that is not closed");
    }
}
