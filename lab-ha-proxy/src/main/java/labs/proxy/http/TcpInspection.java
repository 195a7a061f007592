package labs.proxy.http;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import labs.proxy.backend.Peer;
import labs.proxy.backend.Upstream;
import labs.proxy.config.Frontend;
import labs.proxy.config.TcpRule;
import labs.proxy.http.Conditions.Seen;
import labs.proxy.http.ConnectionRules.Verdict;
import labs.proxy.stats.Counters;

/** {@code tcp-request} in mode tcp: whether a connection is taken. Thread-safe. */
public final class TcpInspection {
    private final ConnectionRules rules;
    private final HttpEngine engine;
    private final Frontend config;
    private final Counters counters;
    private final boolean ofContent;

    private TcpInspection(
            Frontend config,
            Counters counters,
            List<TcpRule> rules,
            Function<String, Upstream> backends,
            HttpEngine engine) {
        this.config = config;
        this.counters = counters;
        this.rules = new ConnectionRules(rules, backends);
        this.engine = engine;
        this.ofContent = rules.stream().anyMatch(rule -> rule.stage() == TcpRule.Stage.CONTENT);
    }

    /**
     * The rules of a frontend.
     *
     * @param counters the frontend's
     * @param backends those of whom rules may ask how busy they are
     */
    public static TcpInspection of(
            Frontend config,
            Counters counters,
            Function<String, Upstream> backends,
            HttpEngine engine) {
        return new TcpInspection(config, counters, config.tcpRules(), backends, engine);
    }

    /** The rules of a backend that clients of this frontend go to. */
    public TcpInspection with(List<TcpRule> rules, Function<String, Upstream> backends) {
        return new TcpInspection(config, counters, rules, backends, engine);
    }

    /** Whether the first bytes must be looked at. */
    public boolean isOfContent() {
        return ofContent && !config.inspectDelay().isZero();
    }

    /** How long to wait for them. */
    public Duration delay() {
        return config.inspectDelay();
    }

    /** Whether a connection may come in at all. */
    public boolean mayEnter(Peer peer) {
        if (rules.isEmpty()) {
            return true;
        }
        Seen seen = seen(peer, "");
        boolean content = ofContent && !isOfContent();
        return rules.apply(TcpRule.Stage.CONNECTION, seen) != Verdict.REJECT
                && rules.apply(TcpRule.Stage.SESSION, seen) != Verdict.REJECT
                && !(content && rules.apply(TcpRule.Stage.CONTENT, seen) == Verdict.REJECT);
    }

    /** What rules say of the bytes so far. */
    public enum Decision {
        PASS,
        REFUSE,
        WAIT
    }

    /**
     * Looks at the first bytes.
     *
     * @param last whether no more are waited for
     */
    public Decision decide(Peer peer, String bytes, boolean last) {
        return switch (rules.apply(TcpRule.Stage.CONTENT, seen(peer, bytes))) {
            case ACCEPT -> Decision.PASS;
            case REJECT -> last || !bytes.isEmpty() ? Decision.REFUSE : Decision.WAIT;
            case NONE -> last ? Decision.PASS : Decision.WAIT;
        };
    }

    /** Whether rules of a backend, which wait for nothing, turn this connection away. */
    public boolean refuses(Peer peer, String bytes) {
        return !rules.isEmpty()
                && rules.apply(TcpRule.Stage.CONTENT, seen(peer, bytes)) == Verdict.REJECT;
    }

    Seen seen(Peer peer, String bytes) {
        var scope = new Scope();
        scope.engine = engine;
        scope.frontend = config.name();
        scope.counters = counters;
        scope.body = bytes;
        return new Seen(null, peer, scope);
    }
}
