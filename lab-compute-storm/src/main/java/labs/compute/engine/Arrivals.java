package labs.compute.engine;

/**
 * Whether all has come that the producers sent: each says at its end how many chunks it sent, and
 * nothing says in which order chunks and ends arrive. Not thread-safe.
 */
final class Arrivals {
    private final long[] announced;
    private int ends;
    private long expected;
    private long arrived;

    Arrivals(int producers) {
        announced = new long[producers];
        java.util.Arrays.fill(announced, -1);
    }

    void chunk() {
        arrived++;
    }

    void end(int producer, long chunks) {
        // BEGIN SOLUTION
        if (announced[producer] < 0) {
            announced[producer] = chunks;
            expected += chunks;
            ends++;
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-8: README, part 8");
    }

    boolean isComplete() {
        // BEGIN SOLUTION
        return ends == announced.length && arrived == expected;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-8: README, part 8");
    }
}
