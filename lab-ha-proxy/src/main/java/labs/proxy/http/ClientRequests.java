package labs.proxy.http;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import labs.proxy.backend.Peer;
import labs.proxy.backend.Wish;
import labs.proxy.config.HttpSettings;
import labs.proxy.config.TcpRule;
import labs.proxy.config.Timeouts;
import labs.proxy.http.Conditions.Seen;

/**
 * The requests of one client, one after the other: what the rules of a frontend and of a backend
 * say of each, and what the log is told of it. Confined to the event loop of its client.
 */
final class ClientRequests {
    private final Supplier<HttpFrontend> frontends;
    private final HttpEngine engine;
    private final Peer peer;
    private HttpFrontend frontend; // as it was when the last request came
    private Seen seen; // the request under way; null between requests
    private Scope session; // what is known of the connection; null for nothing
    private HttpBackend backend; // of the request under way, if it goes to one
    private boolean first = true; // whether no request has come yet

    ClientRequests(Supplier<HttpFrontend> frontends, HttpEngine engine, Peer peer) {
        this.frontends = frontends;
        this.frontend = frontends.get();
        this.engine = engine;
        this.peer = peer;
    }

    HttpFrontend frontend() {
        return frontend;
    }

    /** The request under way; null between requests. */
    Seen seen() {
        return seen;
    }

    /** Whether no request has come yet. */
    boolean isFirst() {
        return first;
    }

    /** The backend that the request under way goes to; null for none. */
    HttpBackend backend() {
        return backend;
    }

    /**
     * What the connection is asked before any request; a request then begins with what this knows.
     *
     * @return whether it may stay
     */
    boolean mayStay() {
        if (frontend.tcpRules().isEmpty()) {
            return true;
        }
        session = scope();
        session.log = null;
        var connection = new Seen(null, peer, session);
        return !rejects(TcpRule.Stage.CONNECTION, connection)
                && !rejects(TcpRule.Stage.SESSION, connection);
    }

    private boolean rejects(TcpRule.Stage stage, Seen of) {
        return frontend.tcpRules().apply(stage, of) == ConnectionRules.Verdict.REJECT;
    }

    /** The next one begins: it follows what the configuration says now. */
    void renew() {
        frontend = frontends.get();
    }

    /**
     * Goes through the rules for a request.
     *
     * @return an answer of our own, if there is one; else {@link #backend} says where it goes
     */
    Optional<Answer> take(Head head) {
        backend = null;
        seen = new Seen(new Draft(head), peer, scope());
        first = false;
        Answer monitor = frontend.monitor(seen);
        if (monitor != null) {
            seen.scope().log = null;
            return Optional.of(monitor);
        }
        frontend.counters().requests.increment();
        Optional<Answer> own = ruled(head);
        if (head.method().equals("CONNECT")) {
            own = Optional.of(Answer.error(405)); // this proxy is no forward proxy
        }
        own.ifPresent(answer -> state(answer.late() ? "PT" : answer.status() >= 400 ? "PR" : "LR"));
        return own;
    }

    private Optional<Answer> ruled(Head head) {
        Optional<Answer> own = atFrontend(head);
        if (own.isPresent()) {
            return own;
        }
        backend = frontend.backend(seen).orElse(null);
        return backend == null ? Optional.empty() : atBackend(head);
    }

    private Scope scope() {
        var scope = new Scope();
        scope.first = first;
        scope.engine = engine;
        scope.frontend = frontend.config().name();
        scope.counters = frontend.counters();
        scope.pages = frontend.settings().pages();
        if (session != null) {
            scope.inherit(session);
            for (int i = 0; i < 3; i++) {
                scope.track(i, session.tracked(i));
            }
        }
        if (frontend.log().isPresent()) {
            scope.log = new LogRecord();
            scope.log.frontendConnections = frontend.counters().current();
            scope.log.read();
        }
        return scope;
    }

    private Optional<Answer> atFrontend(Head head) {
        capture();
        frontend.uniqueId().ifPresent(this::identify);
        if (!frontend.tcpRules().isEmpty() && rejects(TcpRule.Stage.CONTENT, seen)) {
            return Optional.of(Answer.SILENCE);
        }
        Optional<Answer> own = frontend.rules().apply(seen);
        return own.isPresent() ? own : engine.page(frontend.config().stats(), head);
    }

    private void capture() {
        int slot = 0;
        for (HttpSettings.Capture capture : frontend.config().http().captures()) {
            if (capture.request()) {
                seen.scope().capture(slot++, Captures.of(seen.request(), capture));
            }
        }
    }

    private void identify(Filler format) {
        seen.scope().uniqueId = format.line(seen);
        frontend.config()
                .uniqueIdHeader()
                .ifPresent(name -> seen.request().add(name, seen.scope().uniqueId));
    }

    private Optional<Answer> atBackend(Head head) {
        seen.scope().upstream = backend.upstream();
        if (!backend.settings().pages().isEmpty()) {
            seen.scope().pages = backend.settings().pages();
        }
        if (backend.tcpRules().apply(TcpRule.Stage.CONTENT, seen)
                == ConnectionRules.Verdict.REJECT) {
            return Optional.of(Answer.SILENCE);
        }
        Optional<Answer> own = backend.rules().apply(seen);
        return own.isPresent() ? own : engine.page(backend.stats(), head);
    }

    /** Tells the server who asks, and says who wants what of the backend. */
    Wish wish() {
        Draft request = seen.request();
        if (!backend.settings().tellSource(request, peer)) {
            frontend.settings().tellSource(request, peer);
        }
        if (!backend.settings().tellDestination(request, peer)) {
            frontend.settings().tellDestination(request, peer);
        }
        InetAddress source = peer.source().getAddress();
        long key = BalanceKeys.of(backend.upstream().config(), request, source);
        return new Wish(source, key, backend.chosenServer(seen), Set.of());
    }

    /** What came is no request: all that is known of it is who sent it. */
    void bad(String letters) {
        if (seen == null) {
            seen = new Seen(null, peer, scope());
        }
        state(letters);
    }

    /** How it ended, for the log. */
    void state(String letters) {
        if (seen != null && seen.scope().log != null) {
            seen.scope().log.state(letters);
        }
    }

    /** The request is over: now it can be told of. */
    void written() {
        if (seen != null && seen.scope().log != null) {
            seen.scope().log.ended();
            frontend.log().ifPresent(log -> log.write(seen));
        }
        if (seen != null && seen.scope().hasVariables()) {
            remember(seen.scope());
        }
        seen = null;
    }

    // What a request has set for the session, the next one of its connection finds.
    private void remember(Scope over) {
        var kept = new Scope();
        kept.inherit(over);
        for (int i = 0; session != null && i < 3; i++) {
            kept.track(i, session.tracked(i));
        }
        session = kept;
    }

    /** Whether the configuration ends connections behind each answer. */
    boolean endsEach() {
        return frontend.config().http().closing() == HttpSettings.Closing.BOTH;
    }

    /** How long {@code tarpit} keeps a client waiting for its answer. */
    Optional<Duration> tarpit() {
        Timeouts timeouts =
                backend == null
                        ? frontend.config().timeouts()
                        : backend.upstream().config().timeouts();
        return timeouts.of(Timeouts.Kind.TARPIT).or(() -> timeouts.of(Timeouts.Kind.CONNECT));
    }
}
