package labs.proxy.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Keywords of proxies that are about requests and answers. */
final class HttpKeywords {
    private static final Map<String, HttpSettings.Reuse> REUSE = new TreeMap<>();

    static {
        for (HttpSettings.Reuse reuse : HttpSettings.Reuse.values()) {
            REUSE.put(reuse.name().toLowerCase(Locale.ROOT), reuse);
        }
    }

    private HttpKeywords() {}

    static void rule(HttpRules.Side side, Words words, Section section, ConfigLine line) {
        HttpRule rule = HttpRules.read(side, words, section);
        section.asks(rule.condition().acls(), line);
        switch (side) {
            case REQUEST -> section.httpRules.add(rule);
            case RESPONSE -> section.responseRules.add(rule);
            case AFTER -> section.afterRules.add(rule);
        }
    }

    static void redirect(Words words, Section section, ConfigLine line) {
        HttpRule rule = HttpRules.oldRedirect(words, section);
        section.asks(rule.condition().acls(), line);
        section.httpRules.add(rule);
    }

    static void reuse(Words words, Section section) {
        section.reuse = words.nextOf(REUSE, "http-reuse");
    }

    static void monitorUri(Words words, Section section) {
        section.monitorUri = words.next("the path");
    }

    static void monitor(Words words, Section section, ConfigLine line) {
        if (!words.take("fail")) {
            throw Words.unsupported("monitor", words.peek(), List.of("fail"));
        }
        Condition condition = Conditions.condition(words, section.acls);
        section.asks(condition.acls(), line);
        section.monitorFails.add(condition);
    }

    static void errorFile(Words words, Section section) {
        int status = words.nextInt("the status", 200, 599);
        section.errorPages.put(status, ErrorPages.read(words.next("the file")));
    }

    static void errorFiles(Words words, Section section) {
        Map<Integer, String> group =
                group(words.next("the name of a section http-errors"), section);
        if (!words.hasNext()) {
            section.errorPages.putAll(group);
        }
        while (words.hasNext()) {
            int status = words.nextInt("the status", 200, 599);
            if (group.containsKey(status)) {
                section.errorPages.put(status, group.get(status));
            }
        }
    }

    /** What a section {@code http-errors} has. */
    static Map<Integer, String> group(String name, Section section) {
        Map<Integer, String> group = section.errorGroups.get(name);
        if (group == null) {
            throw new LineException("there is no section http-errors '" + name + "' above");
        }
        return group;
    }

    static void errorLocation(int code, Words words, Section section) {
        int status = words.nextInt("the status", 200, 599);
        String place = words.next("where to send clients");
        section.errorPages.put(
                status,
                "HTTP/1.1 %d %s\r\nCache-Control: no-cache\r\ncontent-length: 0\r\nLocation: %s\r\n\r\n"
                        .formatted(code, code == 302 ? "Found" : "See Other", place));
    }

    static void capture(Words words, Section section) {
        boolean request = words.take("request");
        if (!request && !words.take("response")) {
            if (words.take("cookie")) {
                words.next("the cookie");
                words.next("len");
                words.next("a number");
                section.warnings.add("capture cookie");
                return;
            }
            throw Words.unsupported("capture", words.peek(), List.of("request", "response"));
        }
        if (!words.take("header")) {
            throw Words.unsupported("capture", words.peek(), List.of("header"));
        }
        String header = words.next("the header's name");
        if (!words.take("len")) {
            throw new LineException("capture … header NAME len N");
        }
        int length = words.nextInt("the length", 1, 65535);
        section.headerCaptures.add(
                new HttpSettings.Capture(request, header.toLowerCase(Locale.ROOT), length));
        section.captures += request ? 1 : 0;
    }

    static void declare(Words words, Section section) {
        words.take("capture");
        boolean request = words.take("request");
        if (!request && !words.take("response")) {
            throw Words.unsupported(
                    "declare capture", words.peek(), List.of("request", "response"));
        }
        words.take("len");
        int length = words.nextInt("the length", 1, 65535);
        section.headerCaptures.add(new HttpSettings.Capture(request, "", length));
        section.captures += request ? 1 : 0;
    }

    static void stats(Words words, Section section) {
        Stats stats = section.stats == null ? Stats.DEFAULT : section.stats;
        String word = words.next("what about the page");
        section.stats =
                switch (word) {
                    case "enable" -> stats;
                    case "uri" -> stats.at(words.next("the page's path"));
                    case "refresh" -> stats.refreshed(refresh(words.next("refresh")));
                    case "realm" -> stats.in(words.next("the realm"));
                    case "auth" -> stats.with(words.next("NAME:PASSWORD"));
                    case "hide-version", "show-legends", "show-modules" -> stats;
                    case "show-desc", "show-node" -> {
                        words.rest();
                        yield stats;
                    }
                    case "scope" -> {
                        words.next("a proxy");
                        section.warnings.add("stats scope");
                        yield stats;
                    }
                    case "admin" -> {
                        Conditions.condition(words, section.acls);
                        section.warnings.add("stats admin");
                        yield stats;
                    }
                    case "http-request" ->
                            throw new LineException(
                                    "stats http-request is not supported: stats auth is");
                    default ->
                            throw Words.unsupported(
                                    "stats",
                                    word,
                                    List.of(
                                            "enable",
                                            "uri",
                                            "refresh",
                                            "realm",
                                            "auth",
                                            "admin",
                                            "hide-version",
                                            "show-legends",
                                            "show-desc",
                                            "show-node"));
                };
    }

    private static Duration refresh(String word) {
        // The one time whose unit is the second if none is said.
        return Values.time(word.matches("\\d+") ? word + "s" : word, "refresh");
    }

    static void cookie(Words words, Section section) {
        String name = words.next("the cookie's name");
        var flags = new ArrayList<String>();
        Set<String> known =
                Set.of(
                        "insert",
                        "rewrite",
                        "prefix",
                        "indirect",
                        "nocache",
                        "httponly",
                        "secure",
                        "preserve",
                        "postonly",
                        "dynamic");
        Optional<String> domain = Optional.empty();
        while (words.hasNext()) {
            String word = words.next("an option");
            if (word.equals("domain")) {
                domain = Optional.of(words.next("the domain"));
            } else if (word.equals("maxidle") || word.equals("maxlife") || word.equals("attr")) {
                words.next("a value");
                section.warnings.add("cookie option " + word);
            } else if (known.contains(word)) {
                flags.add(word);
            } else {
                throw Words.unsupported("cookie option", word, known);
            }
        }
        if (!flags.contains("insert")) {
            throw Words.unsupported("cookie", String.join(" ", flags), List.of("insert"));
        }
        if (domain.isPresent() || flags.contains("preserve") || flags.contains("postonly")) {
            section.warnings.add("cookie options domain, preserve and postonly");
        }
        section.cookie =
                new CookiePersistence(
                        name,
                        flags.contains("indirect"),
                        flags.contains("nocache"),
                        flags.contains("httponly"),
                        flags.contains("secure"));
    }

    static void uniqueId(Words words, Section section) {
        section.uniqueId = Formats.read(words.next("the format"));
    }

    static void uniqueIdHeader(Words words, Section section) {
        section.uniqueIdHeader = words.next("the header's name");
    }

    static void retryOn(Words words, Section section) {
        section.retryOn = Set.copyOf(words.rest());
        Set<String> known =
                Set.of(
                        "none",
                        "conn-failure",
                        "empty-response",
                        "junk-response",
                        "response-timeout",
                        "0rtt-rejected",
                        "all-retryable-errors",
                        "401",
                        "403",
                        "404",
                        "408",
                        "425",
                        "429",
                        "500",
                        "501",
                        "502",
                        "503",
                        "504");
        for (String word : section.retryOn) {
            if (!known.contains(word)) {
                throw Words.unsupported("retry-on", word, known);
            }
        }
    }
}
