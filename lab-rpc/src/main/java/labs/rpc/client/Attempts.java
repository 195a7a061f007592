package labs.rpc.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends a request until there is an answer, as often as that is allowed. Thread-safe.
 *
 * <p>What may be sent again: a request that certainly did not run, and one that may have run if it
 * is declared idempotent. Never any other; a second transfer is worse than an honest "I do not
 * know".
 */
final class Attempts {
    private final ClientOptions options;
    private final Connector connector;
    private final ConnectionPool pool;

    Attempts(ClientOptions options, Connector connector, ConnectionPool pool) {
        this.options = options;
        this.connector = connector;
        this.pool = pool;
    }

    /** Promises the response, or the {@link CallFailedException} of the last attempt. */
    CompletableFuture<Response> send(Request request) {
        CompletableFuture<Response> result = new CompletableFuture<>();
        attempt(request, 1, result);
        return result;
    }

    private void attempt(Request request, int number, CompletableFuture<Response> result) {
        // BEGIN SOLUTION
        connection(request)
                .thenCompose(connection -> connection.exchange(request))
                .whenComplete(
                        (response, failure) -> {
                            if (failure == null) {
                                result.complete(response);
                            } else {
                                failed(request, number, cause(failure), result);
                            }
                        });
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-5: see README, part 5");
    }

    // BEGIN SOLUTION
    private CompletableFuture<Connection> connection(Request request) {
        CompletableFuture<Connection> connection = pool.acquire();
        // The usual case is an idle connection, at hand at once: no alarm clock for it.
        return connection.isDone()
                ? connection
                : connection.orTimeout(request.nanosLeft(), TimeUnit.NANOSECONDS);
    }

    private void failed(
            Request request, int number, Throwable failure, CompletableFuture<Response> result) {
        if (!mayTryAgain(request, number, failure)) {
            result.completeExceptionally(failure);
            return;
        }
        try {
            connector.later(wait(number), () -> attempt(request, number + 1, result));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(failure); // the client was closed: no further attempt
        }
    }

    private boolean mayTryAgain(Request request, int number, Throwable failure) {
        if (number == options.attempts() || request.nanosLeft() < wait(number).toNanos()) {
            return false;
        }
        return failure instanceof NotRunException notRun
                ? notRun.isPassing()
                : failure instanceof OutcomeUnknownException && request.idempotent();
    }

    private Duration wait(int number) {
        return options.backoff().multipliedBy(1L << Math.min(number - 1, 10));
    }

    private Throwable cause(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof TimeoutException
                ? new NotRunException("no connection was free or open in time", true, cause)
                : cause;
    }
    // END SOLUTION
}
