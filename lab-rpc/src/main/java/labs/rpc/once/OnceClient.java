package labs.rpc.once;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import labs.rpc.client.Call;
import labs.rpc.client.Caller;
import labs.rpc.client.NotRunException;
import labs.rpc.client.OutcomeUnknownException;
import labs.rpc.message.FaultException;

/**
 * Calls a server that has {@link AtMostOnce}, and tries again until there is a reply: with the id
 * of the first attempt, so that whatever the network does, the call runs at most once. Thread-safe.
 */
public final class OnceClient implements Caller {
    private static final Executor LATER =
            CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);

    private final Caller client;
    private final Duration patience;
    private CompletableFuture<Opened> current; // guarded by this; null until the first call

    /** A session that the server opened, and the number of its next call. */
    private record Opened(String name, AtomicLong calls) {}

    /** A call under its id. {@code sent} says whether an attempt before may have run. */
    private record Attempt(Call call, Opened session, long id, boolean sent, long deadline) {
        Attempt again(boolean maySent) {
            return new Attempt(call, session, id, sent || maySent, deadline);
        }

        boolean isLate() {
            return System.nanoTime() > deadline;
        }
    }

    /**
     * @param client makes the single attempts, and decides how long one takes at most
     * @param patience after which a call fails that brought no reply; shorter than the server's
     *     {@code maxAge}
     */
    public OnceClient(Caller client, Duration patience) {
        this.client = client;
        this.patience = patience;
    }

    @Override
    public CompletableFuture<Object> send(Call call) {
        return send(call, System.nanoTime() + patience.toNanos());
    }

    private CompletableFuture<Object> send(Call call, long deadline) {
        return session(deadline)
                .thenCompose(
                        session -> {
                            long id = session.calls().incrementAndGet();
                            return attempt(new Attempt(call, session, id, false, deadline));
                        });
    }

    private CompletableFuture<Object> attempt(Attempt attempt) {
        // BEGIN SOLUTION
        return client.send(withId(attempt))
                .handle((value, failure) -> next(attempt, value, failure))
                .thenCompose(next -> next);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-7: see README, part 7");
    }

    // BEGIN SOLUTION
    private static Call withId(Attempt attempt) {
        Call call = attempt.call();
        Map<String, String> headers =
                Map.of(
                        Once.SESSION_HEADER, attempt.session().name(),
                        Once.CALL_HEADER, Long.toString(attempt.id()));
        return new Call(call.method(), call.params(), headers, false);
    }

    private CompletableFuture<Object> next(Attempt attempt, Object value, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause == null) {
            return CompletableFuture.completedFuture(value);
        } else if (cause instanceof OutcomeUnknownException && !attempt.isLate()) {
            return later(() -> attempt(attempt.again(true)));
        } else if (isPassing(cause) && !attempt.isLate()) {
            return later(() -> attempt(attempt.again(false)));
        } else if (isRefusal(cause)) {
            return refused(attempt, cause);
        }
        return CompletableFuture.failedFuture(
                attempt.sent() && cause instanceof NotRunException ? unknown(cause) : cause);
    }

    private static boolean isPassing(Throwable cause) {
        return cause instanceof NotRunException notRun
                ? notRun.isPassing()
                : cause instanceof FaultException fault && fault.code() == Once.TOO_MANY;
    }

    private static boolean isRefusal(Throwable cause) {
        return cause instanceof FaultException fault
                && (fault.code() == Once.UNKNOWN_SESSION || fault.code() == Once.FORGOTTEN_CALL);
    }

    /** The server has forgotten us. If it has never seen this call, a new session helps. */
    private CompletableFuture<Object> refused(Attempt attempt, Throwable cause) {
        if (attempt.sent() || attempt.isLate()) {
            return CompletableFuture.failedFuture(unknown(cause));
        }
        forget(attempt.session());
        return send(attempt.call(), attempt.deadline());
    }

    private static OutcomeUnknownException unknown(Throwable cause) {
        return new OutcomeUnknownException("an attempt was sent, and its reply is lost", cause);
    }

    // END SOLUTION

    private static <T> CompletableFuture<T> later(
            java.util.function.Supplier<CompletableFuture<T>> work) {
        return CompletableFuture.supplyAsync(() -> null, LATER).thenCompose(nothing -> work.get());
    }

    private synchronized CompletableFuture<Opened> session(long deadline) {
        if (current == null || current.isCompletedExceptionally()) {
            current = open(deadline);
        }
        return current;
    }

    private synchronized void forget(Opened session) {
        if (current.isDone() && current.join().equals(session)) {
            current = null; // else another call was faster, and has opened a new one
        }
    }

    /**
     * Opens a session. A lost reply costs the server an unused session, so it may be sent again.
     */
    private CompletableFuture<Opened> open(long deadline) {
        return client.callAsync(Once.OPEN)
                .handle(
                        (name, failure) -> {
                            if (failure == null) {
                                Opened opened = new Opened((String) name, new AtomicLong());
                                return CompletableFuture.completedFuture(opened);
                            }
                            boolean retry = mayOpenAgain(failure) && System.nanoTime() < deadline;
                            return retry
                                    ? later(() -> open(deadline))
                                    : CompletableFuture.<Opened>failedFuture(failure);
                        })
                .thenCompose(next -> next);
    }

    private static boolean mayOpenAgain(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof OutcomeUnknownException
                || (cause instanceof NotRunException notRun && notRun.isPassing())
                || (cause instanceof FaultException fault && fault.code() == Once.TOO_MANY);
    }
}
