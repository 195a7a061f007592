package labs.compute.window;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The event time up to which nothing more is expected. Each input, a task that sends to us, has
 * come as far as its greatest event time less the lag; the watermark is where the last of them is.
 * An input that has not said anything yet holds it back at {@link Long#MIN_VALUE}. It never falls.
 * Not thread-safe.
 */
final class Watermark {
    private final Map<Integer, Long> reached = new HashMap<>();
    private final long lag;

    /**
     * @param inputs the tasks that send to us
     * @param lag by how many milliseconds a tuple may come after younger ones of the same input
     */
    Watermark(Collection<Integer> inputs, long lag) {
        if (inputs.isEmpty() || lag < 0) {
            throw new IllegalArgumentException("inputs " + inputs + ", lag " + lag);
        }
        this.lag = lag;
        inputs.forEach(input -> reached.put(input, Long.MIN_VALUE));
    }

    /** An input has come to this event time, which may be less than one that it had before. */
    void observe(int input, long time) {
        // BEGIN SOLUTION
        if (!reached.containsKey(input)) {
            throw new IllegalArgumentException("task " + input + " is no input of " + reached);
        }
        reached.merge(input, time - lag, Math::max);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-3: README, part 3");
    }

    /** In milliseconds; {@link Long#MIN_VALUE} before every input was heard. */
    long current() {
        // BEGIN SOLUTION
        return reached.values().stream().mapToLong(Long::longValue).min().orElseThrow();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-3: README, part 3");
    }
}
