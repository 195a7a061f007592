package labs.memory.pattern;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * Against a stampede: of all threads that ask for a key at once, one loads it, and the others get
 * its answer. A failure is answered to all of them, and remembered for nobody else. Thread-safe.
 */
public final class SingleFlight implements Function<String, Optional<String>> {
    private final Function<String, Optional<String>> loader;
    private final ConcurrentMap<String, CompletableFuture<Optional<String>>> flights =
            new ConcurrentHashMap<>();

    public SingleFlight(Function<String, Optional<String>> loader) {
        this.loader = loader;
    }

    /** What the loader gives, or throws. */
    @Override
    public Optional<String> apply(String key) {
        // BEGIN SOLUTION
        var ours = new CompletableFuture<Optional<String>>();
        CompletableFuture<Optional<String>> theirs = flights.putIfAbsent(key, ours);
        return theirs == null ? fly(key, ours) : answer(theirs);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-5: see part 5");
    }

    // BEGIN SOLUTION
    private Optional<String> fly(String key, CompletableFuture<Optional<String>> flight) {
        try {
            Optional<String> value = loader.apply(key);
            flight.complete(value);
            return value;
        } catch (Throwable e) {
            flight.completeExceptionally(e); // else the others would wait for ever
            throw e;
        } finally {
            flights.remove(key, flight);
        }
    }

    private static Optional<String> answer(CompletableFuture<Optional<String>> flight) {
        try {
            return flight.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    // END SOLUTION

    /** How many keys are being loaded. */
    public int flights() {
        return flights.size();
    }
}
