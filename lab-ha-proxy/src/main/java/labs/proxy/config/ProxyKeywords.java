package labs.proxy.config;

import static labs.proxy.config.HttpRules.Side.AFTER;
import static labs.proxy.config.HttpRules.Side.REQUEST;
import static labs.proxy.config.HttpRules.Side.RESPONSE;
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
        put("log", ALL, (words, section, line) -> section.pendingLogs.add(words.rest()));
        put("log-format", with(FRONTS), (w, s, line) -> s.logFormat = Formats.read(format(w)));
        put("mode", ALL, (words, section, line) -> mode(words, section));
        put("maxconn", with(FRONTS), (words, s, line) -> s.maxconn = count(words, "maxconn"));
        put("retries", with(BACKS), (words, s, line) -> s.retries = count(words, "retries"));
        put("retry-on", with(BACKS), (words, s, line) -> HttpKeywords.retryOn(words, s));
        put("timeout", ALL, (words, section, line) -> timeout(words, section));
        put("option", ALL, (words, section, line) -> Options.set(words, section));
        put("no", ALL, (words, section, line) -> Options.reset(words, section));
        put("stats", ALL, (words, section, line) -> HttpKeywords.stats(words, section));
        put("balance", with(BACKS), (words, section, line) -> balance(words, section));
        put("hash-type", with(BACKS), (words, section, line) -> hashType(words, section));
        put("cookie", with(BACKS), (words, section, line) -> HttpKeywords.cookie(words, section));
        put("default_backend", with(FRONTS), ProxyKeywords::defaultBackend);
        put("bind", FRONTS, (words, section, line) -> bind(words, section));
        put("use_backend", FRONTS, ProxyKeywords::useBackend);
        put("use-server", BACKS, ProxyKeywords::useServer);
        put("server", BACKS, (words, section, line) -> server(words, section));
        put("server-template", BACKS, (words, section, line) -> template(words, section));
        put("default-server", with(BACKS), (words, section, line) -> defaultServer(words, section));
        put("stick-table", PROXIES, (words, section, line) -> stickTable(words, section));
        put("stick", BACKS, (words, section, line) -> stick(words, section));
        put("acl", ALL, ProxyKeywords::acl);
        put("tcp-request", ALL, (words, section, line) -> TcpRules.read(words, section));
        put("tcp-check", with(BACKS), (words, section, line) -> CheckWords.tcp(words, section));
        put("disabled", ALL, (words, section, line) -> section.disabled = true);
        put("enabled", ALL, (words, section, line) -> section.disabled = false);
        http();
        ignored();
    }

    private static void http() {
        put("http-request", ALL, (w, s, line) -> HttpKeywords.rule(REQUEST, w, s, line));
        put("http-response", ALL, (w, s, line) -> HttpKeywords.rule(RESPONSE, w, s, line));
        put("http-after-response", ALL, (w, s, line) -> HttpKeywords.rule(AFTER, w, s, line));
        put("redirect", PROXIES, HttpKeywords::redirect);
        put("http-reuse", with(BACKS), (words, s, line) -> HttpKeywords.reuse(words, s));
        put("http-check", with(BACKS), (words, s, line) -> CheckWords.http(words, s));
        put("monitor-uri", with(FRONTS), (words, s, line) -> HttpKeywords.monitorUri(words, s));
        put("monitor", FRONTS, HttpKeywords::monitor);
        put("errorfile", ALL, (words, s, line) -> HttpKeywords.errorFile(words, s));
        put("errorfiles", ALL, (words, s, line) -> HttpKeywords.errorFiles(words, s));
        put("errorloc", ALL, (words, s, line) -> HttpKeywords.errorLocation(302, words, s));
        put("errorloc302", ALL, (words, s, line) -> HttpKeywords.errorLocation(302, words, s));
        put("errorloc303", ALL, (words, s, line) -> HttpKeywords.errorLocation(303, words, s));
        put("capture", FRONTS, (words, s, line) -> HttpKeywords.capture(words, s));
        put("declare", FRONTS, (words, s, line) -> HttpKeywords.declare(words, s));
        put("unique-id-format", with(FRONTS), (words, s, line) -> HttpKeywords.uniqueId(words, s));
        put("unique-id-header", with(FRONTS), (w, s, line) -> HttpKeywords.uniqueIdHeader(w, s));
    }

    /** Changes nothing that a client sees. */
    private static void ignored() {
        for (String name :
                List.of(
                        "backlog",
                        "bind-process",
                        "compression",
                        "description",
                        "email-alert",
                        "error-log-format",
                        "fullconn",
                        "id",
                        "load-server-state-from-file",
                        "log-format-sd",
                        "log-tag",
                        "max-keep-alive-queue",
                        "max-session-srv-conns",
                        "rate-limit",
                        "server-state-file-name",
                        "hash-balance-factor",
                        "grace")) {
            put(
                    name,
                    ALL,
                    (words, section, line) -> {
                        words.rest();
                        if (!name.equals("description") && !name.equals("id")) {
                            section.warnings.add(name);
                        }
                    });
        }
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
        words.end();
    }

    /** Whether any kind of section has such a keyword. */
    static boolean isKnown(String word) {
        return ENTRIES.containsKey(word);
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

    private static void balance(Words words, Section section) {
        String word = words.next("the algorithm");
        if (word.startsWith("hdr(") && word.endsWith(")")) {
            section.hashArgument = word.substring(4, word.length() - 1);
            section.balance = new Balance(Algorithm.HEADER, 2);
            words.take("use_domain_only");
            return;
        }
        if (word.equals("url_param")) {
            section.hashArgument = words.next("the argument's name");
            section.balance = new Balance(Algorithm.ARGUMENT, 2);
            return;
        }
        if (word.equals("uri")) {
            while (words.take("whole") || words.take("path-only")) {
                section.warnings.add("balance uri whole");
            }
        }
        section.balance =
                switch (word) {
                    case "roundrobin" -> new Balance(Algorithm.ROUND_ROBIN, 2);
                    case "leastconn" -> new Balance(Algorithm.LEAST_CONNECTIONS, 2);
                    case "source" -> new Balance(Algorithm.SOURCE, 2);
                    case "uri" -> new Balance(Algorithm.URI, 2);
                    case "static-rr" -> new Balance(Algorithm.ROUND_ROBIN, 2);
                    case "first" -> new Balance(Algorithm.FIRST, 2);
                    case "hdr", "url_param" ->
                            throw new LineException(
                                    "balance " + word + " without the name in its brackets");
                    case "random" -> new Balance(Algorithm.RANDOM, 2);
                    default -> new Balance(Algorithm.RANDOM, draws(word));
                };
    }

    private static int draws(String word) {
        if (!word.matches("random\\(.*\\)")) {
            throw Words.unsupported(
                    "balance",
                    word,
                    List.of(
                            "roundrobin",
                            "static-rr",
                            "leastconn",
                            "first",
                            "source",
                            "uri",
                            "hdr(NAME)",
                            "url_param NAME",
                            "random",
                            "random(N)"));
        }
        return Values.number(word.substring(7, word.length() - 1), "draws", 1, 100);
    }

    private static void hashType(Words words, Section section) {
        section.consistent = words.nextOf(HASH_TYPES, "hash-type");
        if (words.hasNext()) {
            words.rest();
            section.warnings.add("hash-type's function");
        }
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
        add(ServerWords.read(words, section), section);
    }

    private static void template(Words words, Section section) {
        ServerWords.template(words, section).forEach(server -> add(server, section));
    }

    private static void defaultServer(Words words, Section section) {
        List<String> options = words.rest();
        ServerWords.checkDefaults(options, section);
        section.defaultServer.addAll(options);
    }

    private static String format(Words words) {
        return words.next("the format");
    }

    private static void bind(Words words, Section section) {
        section.binds.addAll(BindWords.read(words, section, section.certificateBase));
    }

    private static void useServer(Words words, Section section, ConfigLine line) {
        String server = words.next("the server's name");
        Condition condition = Conditions.condition(words, section.acls);
        section.asks(condition.acls(), line);
        section.useServer.add(new BackendRule(server, condition, line.number()));
    }

    private static void add(Server server, Section section) {
        if (section.servers.stream().anyMatch(other -> other.name().equals(server.name()))) {
            throw new LineException("a second server '" + server.name() + "' in one backend");
        }
        section.servers.add(server);
    }

    private static void stickTable(Words words, Section section) {
        if (!words.take("type")) {
            throw new LineException("supported: stick-table type ip|ipv6|integer|string size N");
        }
        String type = words.next("the type");
        if (!List.of("ip", "ipv6", "integer", "string").contains(type)) {
            throw Words.unsupported("type", type, List.of("ip", "ipv6", "integer", "string"));
        }
        int size = 0;
        Duration expire = Duration.ZERO;
        String stored = "";
        while (words.hasNext()) {
            String word = words.next("an option");
            switch (word) {
                case "size" -> size = Values.size(words.next("the size"), "size");
                case "expire" -> expire = words.nextTime("expire");
                case "store" -> stored = stored + "," + words.next("what to store");
                case "len" -> words.nextInt("the length", 1, 65535);
                case "nopurge" -> {}
                case "peers" -> {
                    words.next("the peers");
                    section.warnings.add("stick-table peers");
                }
                default ->
                        throw Words.unsupported(
                                "stick-table option",
                                word,
                                List.of("size", "expire", "store", "len", "nopurge", "peers"));
            }
        }
        if (size == 0) {
            throw new LineException("a stick-table without its size");
        }
        section.stickTable = new StickTable(size, expire, stored.replaceFirst(",", ""));
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
}
