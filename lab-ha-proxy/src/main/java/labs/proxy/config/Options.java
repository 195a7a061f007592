package labs.proxy.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** {@code option} and {@code no option}. */
final class Options {
    private interface Option {
        void set(Words words, Section section);
    }

    /** What is so in any case, or changes nothing that a client or a server sees. */
    private static final Set<String> IGNORED =
            new TreeSet<>(
                    Set.of(
                            "accept-invalid-http-request",
                            "accept-invalid-http-response",
                            "checkcache",
                            "contstats",
                            "disable-h2-upgrade",
                            "dontlog-normal",
                            "h1-case-adjust-bogus-client",
                            "h1-case-adjust-bogus-server",
                            "http-buffer-request",
                            "http-ignore-probes",
                            "http-no-delay",
                            "http-pretend-keepalive",
                            "http-restrict-req-hdr-names",
                            "http-use-htx",
                            "http-use-proxy-header",
                            "idle-close-on-response",
                            "independent-streams",
                            "log-health-checks",
                            "log-separate-errors",
                            "logasap",
                            "nolinger",
                            "persist",
                            "prefer-last-server",
                            "socket-stats",
                            "splice-auto",
                            "splice-request",
                            "splice-response",
                            "tcp-smart-accept",
                            "tcp-smart-connect",
                            "tcpka",
                            "clitcpka",
                            "srvtcpka"));

    /** Of those, the ones that HAProxy's own defaults hold: no word is lost on them. */
    private static final Set<String> SILENT = Set.of("http-use-htx", "dontlog-normal");

    private static final Map<String, Option> SET = new TreeMap<>();
    private static final Map<String, Consumer<Section>> RESET = new TreeMap<>();

    static {
        SET.put("redispatch", Options::redispatch);
        SET.put("forwardfor", (words, s) -> forwardFor(words, s));
        SET.put("originalto", (words, s) -> s.original = forward(words, "X-Original-To"));
        SET.put("httpchk", Options::httpCheck);
        SET.put("httpclose", (words, s) -> s.closing = HttpSettings.Closing.BOTH);
        SET.put("forceclose", (words, s) -> s.closing = HttpSettings.Closing.BOTH);
        SET.put("http-server-close", (words, s) -> s.closing = HttpSettings.Closing.SERVER);
        SET.put("http-keep-alive", (words, s) -> s.closing = HttpSettings.Closing.NONE);
        SET.put("httplog", (words, s) -> s.logFormat = clf(words));
        SET.put("httpslog", (words, s) -> s.logFormat = LogWords.HTTP);
        SET.put("tcplog", (words, s) -> s.logFormat = LogWords.TCP);
        SET.put("dontlognull", (words, s) -> s.withoutNull = true);
        SET.put("dontlog-normal", (words, s) -> s.withoutNormal = true);
        SET.put("abortonclose", (words, s) -> s.abortOnClose = true);
        SET.put("tcp-check", (words, s) -> script(s, Script.Kind.TCP, ""));
        SET.put("ssl-hello-chk", (words, s) -> script(s, Script.Kind.TLS, ""));
        SET.put("redis-check", (words, s) -> script(s, Script.Kind.REDIS, ""));
        SET.put("pgsql-check", (words, s) -> script(s, Script.Kind.PGSQL, user(words)));
        SET.put("mysql-check", (words, s) -> script(s, Script.Kind.MYSQL, user(words)));
        SET.put("smtpchk", Options::smtpCheck);
        SET.put("allbackups", (words, s) -> s.warnings.add("option allbackups"));
        RESET.put("redispatch", s -> s.redispatch = false);
        RESET.put("forwardfor", s -> s.forward = null);
        RESET.put("httpchk", s -> s.httpCheck = null);
        RESET.put("httpclose", s -> s.closing = HttpSettings.Closing.NONE);
        RESET.put("http-server-close", s -> s.closing = HttpSettings.Closing.NONE);
        RESET.put("http-keep-alive", s -> {});
        RESET.put("dontlognull", s -> s.withoutNull = false);
        RESET.put("dontlog-normal", s -> s.withoutNormal = false);
        RESET.put("abortonclose", s -> s.abortOnClose = false);
        RESET.put("allbackups", s -> {});
    }

    private Options() {}

    static void set(Words words, Section section) {
        String name = words.next("the option's name");
        Option option = SET.get(name);
        if (option != null) {
            option.set(words, section);
        } else {
            ignored(name, section);
        }
    }

    static void reset(Words words, Section section) {
        if (words.take("log")) {
            section.logs.clear();
            return;
        }
        if (!words.take("option")) {
            throw new LineException(
                    "no '" + words.peek() + "' is not supported: no option and no log are");
        }
        String name = words.next("the option's name");
        if (RESET.containsKey(name)) {
            RESET.get(name).accept(section);
        } else {
            ignored(name, section);
        }
    }

    private static void ignored(String name, Section section) {
        if (!IGNORED.contains(name)) {
            var supported = new TreeSet<>(IGNORED);
            supported.addAll(SET.keySet());
            throw Words.unsupported("option", name, supported);
        }
        if (!SILENT.contains(name)) {
            section.warnings.add("option " + name);
        }
    }

    private static void redispatch(Words words, Section section) {
        section.redispatch = true;
        if (words.hasNext()) {
            words.nextInt("the interval", -1000, 1000);
        }
    }

    private static void forwardFor(Words words, Section section) {
        section.forward = forward(words, "X-Forwarded-For");
        section.forwardFor = section.forward.header();
    }

    private static HttpSettings.Forward forward(Words words, String usual) {
        String header = usual;
        Optional<String> except = Optional.empty();
        boolean ifNone = false;
        while (words.hasNext()) {
            if (words.take("header")) {
                header = words.next("the header's name");
            } else if (words.take("except")) {
                except = Optional.of(words.next("a network"));
                except.ifPresent(Conditions::network);
            } else if (words.take("if-none")) {
                ifNone = true;
            } else {
                throw Words.unsupported(
                        "forwardfor", words.peek(), List.of("except", "header", "if-none"));
            }
        }
        return new HttpSettings.Forward(header, except, ifNone);
    }

    private static Format clf(Words words) {
        return words.take("clf") ? LogWords.CLF : LogWords.HTTP;
    }

    private static void script(Section section, Script.Kind kind, String argument) {
        section.httpCheck = null;
        section.script = new Script(kind, argument, List.of());
    }

    private static String user(Words words) {
        String user = "";
        while (words.hasNext()) {
            if (words.take("user")) {
                user = words.next("the user");
            } else if (!words.take("post-41") && !words.take("pre-41")) {
                throw Words.unsupported("check", words.peek(), List.of("user", "post-41"));
            }
        }
        return user;
    }

    private static void smtpCheck(Words words, Section section) {
        String greeting = words.hasNext() ? words.next("HELO or EHLO") : "HELO";
        String domain = words.hasNext() ? words.next("the domain") : "localhost";
        script(section, Script.Kind.SMTP, greeting + " " + domain);
    }

    private static void httpCheck(Words words, Section section) {
        section.script = null;
        String method = "OPTIONS";
        String uri = "/";
        if (words.hasNext()) {
            String first = words.next("the method or URI");
            if (words.hasNext()) {
                method = first;
                uri = words.next("the URI");
            } else {
                uri = first;
            }
        }
        String version = words.hasNext() ? words.next("the version") : "HTTP/1.0";
        // Old files put headers behind the version, in the same word.
        String[] lines = version.split("\r?\n|\\\\r\\\\n");
        if (!lines[0].matches("HTTP/1\\.[01]")) {
            throw Words.unsupported("version", lines[0], List.of("HTTP/1.0", "HTTP/1.1"));
        }
        List<String> headers = List.of(lines).subList(1, lines.length);
        Optional<HttpCheck.Expect> before =
                section.httpCheck == null ? Optional.empty() : section.httpCheck.expect();
        section.httpCheck = new HttpCheck(method, uri, lines[0], headers, "", before);
    }
}
