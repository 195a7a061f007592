package labs.kit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Faults with the moments at which they strike, counted from the start. Immutable; the same seed
 * gives the same schedule on every machine.
 */
public record Schedule(List<Step> steps) {

    /** A fault, and when. */
    public record Step(Duration at, Fault fault) {}

    public Schedule {
        steps = List.copyOf(steps);
    }

    /**
     * So many faults in random order, each healed after a random while, spread over about the given
     * length. The last step heals.
     *
     * @param kinds what to choose from, for example {@code new Fault.Cut()}
     */
    public static Schedule random(long seed, int faults, Duration length, Fault... kinds) {
        Random random = new Random(seed);
        long slot = length.toMillis() / Math.max(1, faults);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < faults; i++) {
            long strike = i * slot + random.nextLong(Math.max(1, slot / 2));
            long heal = strike + 1 + random.nextLong(Math.max(1, slot / 2));
            steps.add(new Step(Duration.ofMillis(strike), kinds[random.nextInt(kinds.length)]));
            steps.add(new Step(Duration.ofMillis(heal), new Fault.Heal()));
        }
        return new Schedule(steps);
    }

    /** Plays the steps on the calling thread; an interrupt ends it early. */
    void run(Consumer<Fault> network, CompletableFuture<Void> done) {
        long start = System.nanoTime();
        try {
            for (Step step : steps) {
                long wait = step.at().toNanos() - (System.nanoTime() - start);
                TimeUnit.NANOSECONDS.sleep(wait);
                network.accept(step.fault());
            }
            done.complete(null);
        } catch (InterruptedException e) {
            done.cancel(false);
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
        }
    }
}
