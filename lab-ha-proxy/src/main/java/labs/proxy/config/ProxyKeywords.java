package labs.proxy.config;

import static labs.proxy.config.Section.Kind.BACKEND;
import static labs.proxy.config.Section.Kind.DEFAULTS;
import static labs.proxy.config.Section.Kind.FRONTEND;
import static labs.proxy.config.Section.Kind.LISTEN;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import labs.proxy.config.Section.Kind;

/** The keywords of defaults, frontend, backend and listen, and where each may stand. */
final class ProxyKeywords {
    private interface Keyword {
        void read(Words words, Section section, ConfigLine line);
    }

    private record Entry(Set<Kind> where, Keyword keyword) {}

    private static final Set<Kind> ALL = EnumSet.allOf(Kind.class);
    private static final Set<Kind> PROXIES = EnumSet.of(FRONTEND, BACKEND, LISTEN);
    private static final Set<Kind> FRONTS = EnumSet.of(FRONTEND, LISTEN);
    private static final Set<Kind> BACKS = EnumSet.of(BACKEND, LISTEN);
    private static final Map<String, Entry> ENTRIES = new TreeMap<>();
    private static final Map<String, Mode> MODES =
            new TreeMap<>(Map.of("tcp", Mode.TCP, "http", Mode.HTTP));
    private static final Map<String, Boolean> HASH_TYPES =
            new TreeMap<>(Map.of("consistent", true, "map-based", false));

    static {
        put("log", ALL, (words, section, line) -> {}); // our log is not configured here
        put("mode", ALL, (words, section, line) -> mode(words, section));
        put("maxconn", with(FRONTS), (words, s, line) -> s.maxconn = count(words, "maxconn"));
        put("retries", with(BACKS), (words, s, line) -> s.retries = count(words, "retries"));
        put("timeout", ALL, (words, section, line) -> timeout(words, section));
        put("option", ALL, (words, section, line) -> Options.set(words, section));
        put("no", ALL, (words, section, line) -> Options.reset(words, section));
        put("stats", ALL, (words, section, line) -> stats(words, section));
        put("balance", with(BACKS), (words, section, line) -> balance(words, section));
        put("hash-type", with(BACKS), (words, section, line) -> hashType(words, section));
        put("cookie", with(BACKS), (words, section, line) -> cookie(words, section));
        put("default_backend", with(FRONTS), ProxyKeywords::defaultBackend);
        put("bind", FRONTS, (words, section, line) -> section.binds.addAll(BindWords.read(words)));
        put("use_backend", FRONTS, ProxyKeywords::useBackend);
        put("server", BACKS, (words, section, line) -> server(words, section));
        put("stick-table", BACKS, (words, section, line) -> stickTable(words, section));
        put("stick", BACKS, (words, section, line) -> stick(words, section));
        put("acl", PROXIES, ProxyKeywords::acl);
        put("http-request", PROXIES, ProxyKeywords::httpRule);
    }

    private ProxyKeywords() {}

    private static void put(String name, Set<Kind> where, Keyword keyword) {
        ENTRIES.put(name, new Entry(where, keyword));
    }

    private static Set<Kind> with(Set<Kind> kinds) {
        var and = EnumSet.copyOf(kinds);
        and.add(DEFAULTS);
        return and;
    }

    /**
     * Reads one line of a section.
     *
     * @throws LineException if it is wrong; the section is then not to be used
     */
    static void accept(ConfigLine line, Section section) {
        var words = new Words(line.words());
        String name = words.next("a keyword");
        Entry entry = ENTRIES.get(name);
        if (entry == null || !entry.where().contains(section.kind)) {
            throw Words.unsupported(
                    "in " + section.kind.name().toLowerCase(Locale.ROOT) + ",",
                    name,
                    supported(section.kind));
        }
        entry.keyword().read(words, section, line);
        if (!name.equals("log")) {
            words.end();
        }
    }

    private static List<String> supported(Kind kind) {
        var names = new ArrayList<String>();
        ENTRIES.forEach(
                (name, entry) -> {
                    if (entry.where().contains(kind)) {
                        names.add(name);
                    }
                });
        return names;
    }

    private static int count(Words words, String what) {
        return words.nextInt(what, 0, 10_000_000);
    }

    private static void mode(Words words, Section section) {
        section.mode = words.nextOf(MODES, "mode");
    }

    private static void timeout(Words words, Section section) {
        var kinds = new TreeMap<String, Timeouts.Kind>();
        for (Timeouts.Kind kind : Timeouts.Kind.values()) {
            kinds.put(kind.name().toLowerCase(Locale.ROOT).replace('_', '-'), kind);
        }
        Timeouts.Kind kind = words.nextOf(kinds, "timeout");
        Duration limit = words.nextTime("timeout");
        if (limit.isZero()) {
            section.timeouts.remove(kind); // no limit, as in HAProxy
        } else {
            section.timeouts.put(kind, limit);
        }
    }

    private static void stats(Words words, Section section) {
        Stats stats = section.stats == null ? Stats.DEFAULT : section.stats;
        if (words.take("uri")) {
            stats = new Stats(words.next("the page's path"), stats.refresh());
        } else if (words.take("refresh")) {
            String word = words.next("refresh");
            // The one time whose unit is the second if none is said.
            String time = word.matches("\\d+") ? word + "s" : word;
            Duration refresh = Values.time(time, "refresh");
            // HAProxy counts it in seconds, and takes a bare number for seconds too.
            stats = new Stats(stats.uri(), refresh);
        } else if (!words.take("enable")) {
            throw Words.unsupported("stats", words.peek(), List.of("enable", "uri", "refresh"));
        }
        section.stats = stats;
    }

    private static void balance(Words words, Section section) {
        String word = words.next("the algorithm");
        section.balance =
                switch (word) {
                    case "roundrobin" -> new Balance(Algorithm.ROUND_ROBIN, 2);
                    case "leastconn" -> new Balance(Algorithm.LEAST_CONNECTIONS, 2);
                    case "source" -> new Balance(Algorithm.SOURCE, 2);
                    case "uri" -> new Balance(Algorithm.URI, 2);
                    case "random" -> new Balance(Algorithm.RANDOM, 2);
                    default -> new Balance(Algorithm.RANDOM, draws(word));
                };
    }

    private static int draws(String word) {
        if (!word.matches("random\\(.*\\)")) {
            throw Words.unsupported(
                    "balance",
                    word,
                    List.of("roundrobin", "leastconn", "source", "uri", "random", "random(N)"));
        }
        return Values.number(word.substring(7, word.length() - 1), "draws", 1, 100);
    }

    private static void hashType(Words words, Section section) {
        section.consistent = words.nextOf(HASH_TYPES, "hash-type");
    }

    private static void cookie(Words words, Section section) {
        String name = words.next("the cookie's name");
        if (!words.take("insert")) {
            throw Words.unsupported("cookie", words.peek(), List.of("insert"));
        }
        var flags = new ArrayList<String>();
        while (words.hasNext()) {
            flags.add(
                    words.nextOf(
                            new TreeMap<>(
                                    Map.of(
                                            "indirect", "indirect",
                                            "nocache", "nocache",
                                            "httponly", "httponly",
                                            "secure", "secure")),
                            "cookie option"));
        }
        section.cookie =
                new CookiePersistence(
                        name,
                        flags.contains("indirect"),
                        flags.contains("nocache"),
                        flags.contains("httponly"),
                        flags.contains("secure"));
    }

    private static void defaultBackend(Words words, Section section, ConfigLine line) {
        section.defaultBackend = words.next("the backend's name");
        section.defaultBackendLine = line;
    }

    private static void useBackend(Words words, Section section, ConfigLine line) {
        String backend = words.next("the backend's name");
        Condition condition = Conditions.condition(words, section.acls);
        section.asks(condition.acls(), line);
        section.useBackend.add(new BackendRule(backend, condition, line.number()));
    }

    private static void server(Words words, Section section) {
        Server server = ServerWords.read(words);
        if (section.servers.stream().anyMatch(other -> other.name().equals(server.name()))) {
            throw new LineException("a second server '" + server.name() + "' in one backend");
        }
        section.servers.add(server);
    }

    private static void stickTable(Words words, Section section) {
        if (!words.take("type") || !words.take("ip") || !words.take("size")) {
            throw new LineException("supported: stick-table type ip size N [expire TIME]");
        }
        int size = Values.size(words.next("the size"), "size");
        Duration expire = words.take("expire") ? words.nextTime("expire") : Duration.ZERO;
        section.stickTable = new StickTable(size, expire);
    }

    private static void stick(Words words, Section section) {
        if (!words.take("on") || !words.take("src")) {
            throw new LineException("stick '" + words.peek() + "' is not supported: on src is");
        }
        section.stickOnSource = true;
    }

    private static void acl(Words words, Section section, ConfigLine line) {
        Acl acl = Conditions.acl(words);
        section.asks(Stream.of(acl), line);
        section.acls.computeIfAbsent(acl.name(), name -> new ArrayList<>()).add(acl);
    }

    private static void httpRule(Words words, Section section, ConfigLine line) {
        HttpRule rule = HttpRules.read(words, section.acls);
        section.asks(rule.condition().acls(), line);
        section.httpRules.add(rule);
    }
}
