package labs.rpc.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Something that can make calls: a client, or a client with more around it. A call ends with a
 * value, with a {@link labs.rpc.message.FaultException} when the server answered with a fault, or
 * with a {@link CallFailedException} that says whether it may have run. Thread-safe.
 */
@FunctionalInterface
public interface Caller {
    /**
     * Sends a call. The result completes on an I/O thread: what hangs on it must not block.
     *
     * @throws labs.rpc.value.BadValueException if a parameter cannot be carried
     */
    CompletableFuture<Object> send(Call call);

    /** Calls and waits for the value. */
    default Object call(String method, Object... params) {
        return await(callAsync(method, params));
    }

    /** As {@link #call}, without waiting. */
    default CompletableFuture<Object> callAsync(String method, Object... params) {
        return send(Call.of(method, params));
    }

    /** As {@link #proxy(String, Class)}, for methods whose names have no dot. */
    default <T> T proxy(Class<T> iface) {
        return proxy("", iface);
    }

    /**
     * Makes an object whose methods are those of the server: {@code transfer} of an interface
     * registered as {@code bank} calls {@code bank.transfer}, and {@code transfer} alone if the
     * name is empty; {@link labs.rpc.value.Name} renames a method. A method may return the value
     * itself or a {@link CompletableFuture} of it.
     *
     * @throws IllegalArgumentException if XML-RPC has nothing for one of the types
     */
    default <T> T proxy(String name, Class<T> iface) {
        return RemoteMethods.proxy(this, name, iface);
    }

    /** Waits for the result of {@link #send}, and throws what it failed with. */
    static <T> T await(CompletableFuture<T> result) {
        if (IoThread.isCurrent()) {
            throw new IllegalStateException(
                    "a blocking call on an I/O thread would wait for itself: use callAsync here");
        }
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutcomeUnknownException("interrupted while waiting for the response", e);
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static RuntimeException failure(ExecutionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
            // The failure comes from an I/O thread; who called is what helps to find the mistake.
            cause.addSuppressed(new RuntimeException("called here"));
            return cause;
        }
        return new OutcomeUnknownException("the call failed", e.getCause());
    }
}
