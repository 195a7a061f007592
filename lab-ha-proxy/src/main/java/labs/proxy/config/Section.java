package labs.proxy.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
        return section;
    }

    /** Remembers which backends these tests ask about: there must be such. */
    void asks(Stream<Acl> tests, ConfigLine line) {
        tests.filter(acl -> acl.criterion().isOfBackends())
                .forEach(acl -> asked.putIfAbsent(acl.argument(), line.number()));
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
                new Timeouts(timeouts));
    }

    /** A listen's rules belong to its frontend, so that they are not applied twice. */
    Backend backend() {
        return new Backend(
                name,
                begin.number(),
                mode,
                balance,
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
                new Timeouts(timeouts));
    }
}
