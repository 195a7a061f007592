package labs.proxy.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads what follows {@code http-check} and {@code tcp-check}. */
final class CheckWords {
    private CheckWords() {}

    static void http(Words words, Section section) {
        if (section.httpCheck == null) {
            section.httpCheck = new HttpCheck("OPTIONS", "/", "HTTP/1.0");
        }
        if (words.take("send")) {
            send(words, section);
        } else if (words.take("expect")) {
            section.httpCheck = section.httpCheck.expecting(expect(words));
        } else if (words.take("disable-on-404") || words.take("send-state")) {
            section.warnings.add("http-check disable-on-404 and send-state");
        } else if (words.take("connect")) {
            throw new LineException("http-check connect is not supported: the server's port is");
        } else {
            throw Words.unsupported("http-check", words.peek(), List.of("send", "expect"));
        }
    }

    private static void send(Words words, Section section) {
        String method = section.httpCheck.method();
        String uri = section.httpCheck.uri();
        String version = section.httpCheck.version();
        String body = "";
        var headers = new ArrayList<String>();
        while (words.hasNext()) {
            String word = words.next("what to send");
            switch (word) {
                case "meth" -> method = words.next("the method");
                case "uri" -> uri = words.next("the URI");
                case "ver" -> version = words.next("the version");
                case "body" -> body = words.next("the body");
                case "hdr" -> headers.add(words.next("a name") + ": " + words.next("its value"));
                default ->
                        throw Words.unsupported(
                                "http-check send",
                                word,
                                List.of("meth", "uri", "ver", "hdr", "body"));
            }
        }
        section.httpCheck =
                new HttpCheck(method, uri, version, headers, body, section.httpCheck.expect());
    }

    private static HttpCheck.Expect expect(Words words) {
        boolean negated = false;
        String word = words.next("what to expect");
        while (word.equals("!")
                || Set.of(
                                "min-recv",
                                "comment",
                                "ok-status",
                                "error-status",
                                "tout-status",
                                "on-success",
                                "on-error")
                        .contains(word)) {
            if (word.equals("!")) {
                negated = !negated;
            } else {
                words.next("a value");
            }
            word = words.next("what to expect");
        }
        if (word.startsWith("!")) {
            negated = !negated;
            word = word.substring(1);
        }
        if (!Set.of("status", "rstatus", "string", "rstring").contains(word)) {
            throw Words.unsupported(
                    "http-check expect", word, List.of("status", "rstatus", "string", "rstring"));
        }
        var what = HttpCheck.What.valueOf(word.toUpperCase(Locale.ROOT));
        return new HttpCheck.Expect(what, negated, words.next("a pattern"));
    }

    static void tcp(Words words, Section section) {
        var steps = new ArrayList<Script.Step>();
        if (section.script != null && section.script.kind() == Script.Kind.TCP) {
            steps.addAll(section.script.steps());
        }
        step(words, section).ifPresent(steps::add);
        section.script = new Script(Script.Kind.TCP, "", steps);
    }

    private static Optional<Script.Step> step(Words words, Section section) {
        String word = words.next("a step");
        switch (word) {
            case "connect" -> {
                if (words.hasNext() && !words.take("default")) {
                    throw new LineException(
                            "tcp-check connect '" + words.peek() + "' is not supported");
                }
                return Optional.empty();
            }
            case "comment" -> {
                words.next("a comment");
                return Optional.empty();
            }
            case "send" -> {
                return Optional.of(new Script.Send(words.next("a text").getBytes(ISO_8859_1)));
            }
            case "send-binary" -> {
                return Optional.of(new Script.Send(hex(words.next("bytes"))));
            }
            case "expect" -> {
                return Optional.of(expectation(words));
            }
            default ->
                    throw Words.unsupported(
                            "tcp-check",
                            word,
                            List.of("connect", "send", "send-binary", "expect", "comment"));
        }
    }

    private static Script.Step expectation(Words words) {
        boolean negated = false;
        while (words.take("!")) {
            negated = !negated;
        }
        String kind = words.next("what to expect");
        if (kind.startsWith("!")) {
            negated = !negated;
            kind = kind.substring(1);
        }
        String text = words.next("a pattern");
        return switch (kind) {
            case "string" -> new Script.Expect(negated, false, text.getBytes(ISO_8859_1));
            case "rstring" -> new Script.Expect(negated, true, text.getBytes(ISO_8859_1));
            case "binary" -> new Script.Expect(negated, false, hex(text));
            default ->
                    throw Words.unsupported(
                            "tcp-check expect", kind, List.of("string", "rstring", "binary"));
        };
    }

    private static byte[] hex(String text) {
        if (!text.matches("([0-9a-fA-F]{2})*")) {
            throw new LineException("'" + text + "' is not hexadecimal");
        }
        return java.util.HexFormat.of().parseHex(text);
    }
}
