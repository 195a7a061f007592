package labs.proxy.config;

import java.util.List;
import java.util.Set;

/** {@code option} and {@code no option}. */
final class Options {
    /** About logging, or what is so in any case: they change nothing that a client sees. */
    private static final Set<String> IGNORED =
            Set.of("httplog", "tcplog", "dontlognull", "http-keep-alive");

    private static final List<String> SUPPORTED =
            List.of(
                    "dontlognull",
                    "forwardfor",
                    "http-keep-alive",
                    "httpchk",
                    "httplog",
                    "redispatch",
                    "tcplog");

    private Options() {}

    static void set(Words words, Section section) {
        String option = words.next("the option's name");
        switch (option) {
            case "redispatch" -> section.redispatch = true;
            case "forwardfor" -> section.forwardFor = header(words);
            case "httpchk" -> section.httpCheck = check(words);
            default -> ignored(option);
        }
    }

    static void reset(Words words, Section section) {
        if (!words.take("option")) {
            throw new LineException("no '" + words.peek() + "' is not supported: no option is");
        }
        String option = words.next("the option's name");
        switch (option) {
            case "redispatch" -> section.redispatch = false;
            case "forwardfor", "httpchk" ->
                    throw new LineException("'no option " + option + "' is not supported");
            default -> ignored(option);
        }
    }

    private static void ignored(String option) {
        if (!IGNORED.contains(option)) {
            throw Words.unsupported("option", option, SUPPORTED);
        }
    }

    private static String header(Words words) {
        return words.take("header") ? words.next("the header's name") : "X-Forwarded-For";
    }

    private static HttpCheck check(Words words) {
        if (!words.hasNext()) {
            return new HttpCheck("OPTIONS", "/", "HTTP/1.0");
        }
        String first = words.next("the method or URI");
        if (!words.hasNext()) {
            return new HttpCheck("OPTIONS", first, "HTTP/1.0");
        }
        String uri = words.next("the URI");
        String version = words.hasNext() ? words.next("the version") : "HTTP/1.0";
        if (!version.matches("HTTP/1\\.[01]")) {
            throw Words.unsupported("version", version, List.of("HTTP/1.0", "HTTP/1.1"));
        }
        return new HttpCheck(first, uri, version);
    }
}
