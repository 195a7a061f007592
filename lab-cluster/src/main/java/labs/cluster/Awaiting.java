package labs.cluster;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a server by asking it: there is no event that says that it serves. */
public final class Awaiting {
    private static final int PAUSE_MS = 20;

    private Awaiting() {}

    /**
     * Asks until the answer is yes.
     *
     * @param what for the message, such as {@code the brokers}
     * @param logs the last words of the servers, for the message
     * @throws IllegalStateException when that takes longer than the limit, or this thread is
     *     interrupted
     */
    public static void until(
            String what, Duration limit, BooleanSupplier question, Supplier<String> logs) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!question.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(
                        "waited " + limit.toSeconds() + " s for " + what + logs.get());
            }
            pause(what);
        }
    }

    private static void pause(String what) {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + what, e);
        }
    }
}
