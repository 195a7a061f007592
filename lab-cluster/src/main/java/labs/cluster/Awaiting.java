package labs.cluster;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a server by asking it: there is no event that says that it serves. */
public final class Awaiting {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Awaiting() {}

    /** As the other, asking every 20 ms. */
    public static void until(
            String what, Duration limit, BooleanSupplier question, Supplier<String> logs) {
        until(what, limit, PAUSE, question, logs);
    }

    /**
     * Asks until the answer is yes.
     *
     * @param what for the message, such as {@code the brokers}
     * @param pause between two questions, longer where one costs more
     * @param logs the last words of the servers, for the message
     * @throws IllegalStateException when that takes longer than the limit, or this thread is
     *     interrupted
     */
    public static void until(
            String what,
            Duration limit,
            Duration pause,
            BooleanSupplier question,
            Supplier<String> logs) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!question.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(
                        "waited " + limit.toSeconds() + " s for " + what + logs.get());
            }
            sleep(what, pause);
        }
    }

    private static void sleep(String what, Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + what, e);
        }
    }
}
