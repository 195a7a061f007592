package labs.proxy.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What has been said so far of one proxy, or of the defaults. Not thread-safe. */
final class Section {
    /** What begins a section of proxies, and the word for it in messages. */
    enum Kind {
        DEFAULTS,
        FRONTEND,
        BACKEND,
        LISTEN
    }

    private static final int RETRIES = 3;

    final Kind kind;
    final String name;
    final ConfigLine begin;

    Mode mode = Mode.TCP;
    int maxconn;
    int retries = RETRIES;
    boolean redispatch;
    boolean consistent;
    boolean stickOnSource;
    Balance balance = new Balance(Algorithm.ROUND_ROBIN, 2);
    Stats stats;
    HttpCheck httpCheck;
    CookiePersistence cookie;
    StickTable stickTable;
    String forwardFor;
    String defaultBackend;
    ConfigLine defaultBackendLine;
    Map<Timeouts.Kind, Duration> timeouts = new EnumMap<>(Timeouts.Kind.class);

    HttpSettings.Closing closing = HttpSettings.Closing.NONE;
    HttpSettings.Reuse reuse = HttpSettings.Reuse.SAFE;
    Map<Integer, String> errorPages = new HashMap<>();
    HttpSettings.Forward forward;
    HttpSettings.Forward original;
    String monitorUri;
    Script script;
    Format logFormat;
    boolean withoutNormal;
    boolean withoutNull;
    boolean abortOnClose;
    boolean disabled;
    int captures; // how many slots there are
    String uniqueIdHeader;
    Format uniqueId;
    String hashArgument = "";
    Set<String> retryOn = Set.of();
    Duration inspectDelay = Duration.ZERO;
    List<String> defaultServer = new ArrayList<>();
    final List<LogSettings.Target> logs = new ArrayList<>();
    final List<Condition> monitorFails = new ArrayList<>();
    final List<HttpRule> responseRules = new ArrayList<>();
    final List<HttpRule> afterRules = new ArrayList<>();
    final List<TcpRule> tcpRules = new ArrayList<>();
    final List<HttpSettings.Capture> headerCaptures = new ArrayList<>();
    final List<BackendRule> useServer = new ArrayList<>();
    final Set<String> tables = new TreeSet<>(); // that rules name
    final List<String> warnings = new ArrayList<>();
    final List<List<String>> pendingLogs = new ArrayList<>(); // read when global's are known
    String certificateBase = "";
    Map<String, Map<Integer, String>> errorGroups = Map.of(); // of sections http-errors

    final Map<String, List<Acl>> acls = new HashMap<>();
    final Map<String, Integer> asked = new TreeMap<>(); // backends in tests, and the first line
    final List<Bind> binds = new ArrayList<>();
    final List<Server> servers = new ArrayList<>();
    final List<HttpRule> httpRules = new ArrayList<>();
    final List<BackendRule> useBackend = new ArrayList<>();

    Section(Kind kind, String name, ConfigLine begin) {
        this.kind = kind;
        this.name = name;
        this.begin = begin;
    }

    /** A section that begins with what these defaults say. */
    static Section withDefaults(Kind kind, String name, ConfigLine begin, Section defaults) {
        var section = new Section(kind, name, begin);
        section.mode = defaults.mode;
        section.maxconn = defaults.maxconn;
        section.retries = defaults.retries;
        section.redispatch = defaults.redispatch;
        section.consistent = defaults.consistent;
        section.balance = defaults.balance;
        section.stats = defaults.stats;
        section.httpCheck = defaults.httpCheck;
        section.cookie = defaults.cookie;
        section.forwardFor = defaults.forwardFor;
        section.defaultBackend = defaults.defaultBackend;
        section.defaultBackendLine = defaults.defaultBackendLine;
        section.timeouts.putAll(defaults.timeouts);
        section.closing = defaults.closing;
        section.reuse = defaults.reuse;
        section.errorPages.putAll(defaults.errorPages);
        section.forward = defaults.forward;
        section.original = defaults.original;
        section.monitorUri = defaults.monitorUri;
        section.script = defaults.script;
        section.logFormat = defaults.logFormat;
        section.withoutNormal = defaults.withoutNormal;
        section.withoutNull = defaults.withoutNull;
        section.abortOnClose = defaults.abortOnClose;
        section.uniqueIdHeader = defaults.uniqueIdHeader;
        section.uniqueId = defaults.uniqueId;
        section.hashArgument = defaults.hashArgument;
        section.retryOn = defaults.retryOn;
        section.defaultServer.addAll(defaults.defaultServer);
        section.logs.addAll(defaults.logs);
        section.pendingLogs.addAll(defaults.pendingLogs);
        section.httpRules.addAll(defaults.httpRules);
        section.responseRules.addAll(defaults.responseRules);
        section.afterRules.addAll(defaults.afterRules);
        section.tcpRules.addAll(defaults.tcpRules);
        defaults.acls.forEach((acl, tests) -> section.acls.put(acl, new ArrayList<>(tests)));
        return section;
    }

    /** Remembers which backends these tests ask about: there must be such. */
    void asks(Stream<Acl> tests, ConfigLine line) {
        tests.filter(acl -> acl.criterion().isOfBackends())
                .forEach(acl -> asked.putIfAbsent(acl.argument(), line.number()));
    }

    /** Now that the section {@code global} is known, says where to log. */
    void logTo(List<LogSettings.Target> global) {
        for (List<String> words : pendingLogs) {
            if (words.equals(List.of("global"))) {
                logs.addAll(global);
            } else {
                logs.add(LogWords.read(new Words(words)));
            }
        }
        pendingLogs.clear();
    }

    boolean isFrontend() {
        return kind == Kind.FRONTEND || kind == Kind.LISTEN;
    }

    boolean isBackend() {
        return kind == Kind.BACKEND || kind == Kind.LISTEN;
    }

    Frontend frontend() {
        String fallback = kind == Kind.LISTEN ? name : null;
        return new Frontend(
                name,
                begin.number(),
                mode,
                binds,
                maxconn,
                httpRules,
                useBackend,
                Optional.ofNullable(defaultBackend == null ? fallback : defaultBackend),
                Optional.ofNullable(forwardFor),
                Optional.ofNullable(stats),
                new Timeouts(timeouts),
                http(false),
                tcpRules,
                inspectDelay,
                log(),
                Optional.ofNullable(stickTable),
                Optional.ofNullable(uniqueId),
                Optional.ofNullable(uniqueIdHeader));
    }

    private HttpSettings http(boolean bare) {
        return new HttpSettings(
                bare ? List.of() : responseRules,
                bare ? List.of() : afterRules,
                closing,
                errorPages,
                Optional.ofNullable(monitorUri),
                monitorFails,
                headerCaptures,
                reuse,
                bare ? Optional.empty() : Optional.ofNullable(forward),
                bare ? Optional.empty() : Optional.ofNullable(original));
    }

    private LogSettings log() {
        return logs.isEmpty()
                ? LogSettings.NONE
                : new LogSettings(logs, Optional.ofNullable(logFormat), withoutNormal, withoutNull);
    }

    private boolean hashes() {
        return switch (balance.algorithm()) {
            case SOURCE, URI, HEADER, ARGUMENT -> true;
            default -> false;
        };
    }

    /** A listen's rules belong to its frontend, so that they are not applied twice. */
    Backend backend() {
        return new Backend(
                name,
                begin.number(),
                mode,
                new Balance(balance.algorithm(), balance.draws(), consistent || !hashes()),
                servers,
                kind == Kind.LISTEN ? List.of() : httpRules,
                retries,
                redispatch,
                Optional.ofNullable(httpCheck),
                Optional.ofNullable(cookie),
                Optional.ofNullable(stickTable),
                stickOnSource,
                kind == Kind.LISTEN ? Optional.empty() : Optional.ofNullable(forwardFor),
                kind == Kind.LISTEN ? Optional.empty() : Optional.ofNullable(stats),
                new Timeouts(timeouts),
                http(kind == Kind.LISTEN),
                Optional.ofNullable(script),
                kind == Kind.LISTEN ? List.of() : tcpRules,
                useServer,
                hashArgument,
                retryOn,
                abortOnClose);
    }
}
