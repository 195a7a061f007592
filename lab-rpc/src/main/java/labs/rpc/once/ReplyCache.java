package labs.rpc.once;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import labs.rpc.message.FaultException;

/**
 * The replies of calls that ran, and the calls that are running. Thread-safe.
 *
 * <p>Its memory is bounded by {@code sessions × repliesPerSession} replies. What goes first:
 * replies older than {@code maxAge}, then the oldest of a session that has too many, then the
 * session that was used least recently. A call in progress never goes. What is gone is refused from
 * then on.
 */
public final class ReplyCache {
    /**
     * Bounds of a cache.
     *
     * @param sessions clients at once
     * @param repliesPerSession replies kept for each; at least the calls that it has in progress
     * @param maxAge how long a reply is kept; longer than any client goes on trying
     */
    public record Limits(int sessions, int repliesPerSession, Duration maxAge) {
        /** 1,000 clients, 100 replies each, ten minutes. */
        public static Limits defaults() {
            return new Limits(1_000, 100, Duration.ofMinutes(10));
        }
    }

    private final Limits limits;
    private final InstantSource clock;
    // The least recently used first.
    private final Map<String, Session> sessions =
            new LinkedHashMap<>(16, 0.75f, true); // guarded by this

    public ReplyCache(Limits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    public ReplyCache(Limits limits) {
        this(limits, InstantSource.system());
    }

    /** Opens a session under a name that nobody had before, not even before a restart. */
    public synchronized String open() {
        // BEGIN SOLUTION
        if (sessions.size() >= limits.sessions()) {
            dropLeastRecentlyUsed();
        }
        String name = UUID.randomUUID().toString();
        sessions.put(name, new Session(limits, clock));
        return name;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-7: see README, part 7");
    }

    /**
     * Runs the call, or gives the reply of the same call from before: its value or its exception.
     * When that call is still running, waits for it.
     *
     * @throws FaultException {@link Once#UNKNOWN_SESSION}, {@link Once#FORGOTTEN_CALL} or {@link
     *     Once#TOO_MANY}; the call was not run then
     */
    public Object once(String session, long id, Callable<Object> call) throws Exception {
        // BEGIN SOLUTION
        CompletableFuture<Object> mine = new CompletableFuture<>();
        CompletableFuture<Object> first = find(session).begin(id, mine);
        if (first == mine) {
            run(call, mine);
        }
        return await(first);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-7: see README, part 7");
    }

    /** How many replies and calls in progress are held just now. */
    public synchronized int size() {
        return sessions.values().stream().mapToInt(Session::size).sum();
    }

    // BEGIN SOLUTION
    private synchronized Session find(String name) {
        Session session = sessions.get(name);
        if (session == null) {
            throw new FaultException(Once.UNKNOWN_SESSION, "unknown session; open a new one");
        }
        return session;
    }

    private synchronized void dropLeastRecentlyUsed() {
        for (Iterator<Session> all = sessions.values().iterator(); all.hasNext(); ) {
            if (all.next().isQuiet()) {
                all.remove();
                return;
            }
        }
        throw new FaultException(Once.TOO_MANY, "every session has calls in progress");
    }

    private static void run(Callable<Object> call, CompletableFuture<Object> reply) {
        try {
            reply.complete(call.call());
        } catch (Throwable e) {
            // A failure is a reply, too: the duplicate of a call that failed must fail the same
            // way.
            reply.completeExceptionally(e);
        }
    }

    private static Object await(CompletableFuture<Object> reply) throws Exception {
        try {
            return reply.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }
    // END SOLUTION
}
