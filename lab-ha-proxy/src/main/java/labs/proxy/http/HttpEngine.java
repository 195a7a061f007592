package labs.proxy.http;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import labs.proxy.backend.Dialer;
import labs.proxy.backend.Member;
import labs.proxy.config.Stats;
import labs.proxy.config.StickTable;

/** What all connections in mode http share. Thread-safe. */
public final class HttpEngine {
    private static final int IDLE_PER_SERVER = 256;

    /** What the proxy shows of itself. */
    public interface Pages {
        /**
         * The answer to a request whose path begins as {@code stats uri} says.
         *
         * @param target with what follows the path
         */
        Answer page(Stats settings, String target);
    }

    private final Dialer dialer;
    private final Pages pages;
    private final Map<EventLoop, IdleConnections<ServerSide>> idle = new HashMap<>();
    private volatile boolean stopping;
    private volatile Map<String, Tracker> trackers = Map.of();
    private volatile Map<String, Map<String, String>> users = Map.of();

    public HttpEngine(Dialer dialer, Iterable<EventExecutor> loops, Pages pages) {
        this.dialer = dialer;
        this.pages = pages;
        for (EventExecutor loop : loops) {
            idle.put((EventLoop) loop, new IdleConnections<>(ServerSide.KIND, IDLE_PER_SERVER));
        }
    }

    Dialer dialer() {
        return dialer;
    }

    IdleConnections<ServerSide> idle(EventLoop loop) {
        return idle.get(loop);
    }

    /** The proxy's own page, if this request asks for it. */
    Optional<Answer> page(Optional<Stats> settings, Head request) {
        if (settings.isEmpty()) {
            return Optional.empty(); // as nearly always: the target need not be cut out
        }
        String target = request.target();
        return settings.filter(stats -> target.startsWith(stats.uri()))
                .map(
                        stats ->
                                stats.users().isEmpty()
                                                || Users.mayPass(new Draft(request), stats.users())
                                        ? pages.page(stats, target)
                                        : Answer.unauthorized(stats.realm()));
    }

    /** What a configuration has for all: tables by their proxies, and lists of users. */
    public void use(Map<String, StickTable> tables, Map<String, Map<String, String>> lists) {
        Map<String, Tracker> now = new HashMap<>();
        tables.forEach((name, table) -> now.put(name, kept(name, table)));
        trackers = now;
        users = lists;
    }

    // What was counted before a reload goes on.
    private Tracker kept(String name, StickTable table) {
        Tracker before = trackers.get(name);
        return before != null && before.settings().equals(table) ? before : new Tracker(table);
    }

    /** Null if there is none of this name. */
    Tracker tracker(String name) {
        return trackers.get(name);
    }

    Map<String, Map<String, String>> users() {
        return users;
    }

    /** From now on no connection is kept behind its next answer. */
    public void stop() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    /** Closes idle connections to servers that are of no use any more. */
    public void retain(Predicate<Member> useful) {
        idle.forEach((loop, connections) -> loop.execute(() -> connections.retain(useful)));
    }
}
