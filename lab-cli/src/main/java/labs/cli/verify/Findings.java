package labs.cli.verify;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import labs.cli.course.Mistake;
import labs.cli.run.RunResult;
import labs.cli.run.TestOutcome;

/**
 * What the proof of a chapter found out that the next one can use: which test caught each planted
 * mistake, and how many tests there are. Thread-safe.
 */
final class Findings {
    private final Map<String, String> before;
    private final Map<String, String> caught = new HashMap<>(); // guarded by this
    private int tests; // guarded by this
    private int skipped; // guarded by this

    /**
     * @param before the test that caught each mistake the last time, by the mistake's name
     */
    Findings(Map<String, String> before) {
        this.before = Map.copyOf(before);
    }

    Optional<String> caughtBefore(Mistake mistake) {
        return Optional.ofNullable(before.get(mistake.name()));
    }

    /** Remembers the test if it is a method: one whose class could not be set up is none. */
    synchronized void caught(Mistake mistake, String test) {
        if (test.contains("#")) {
            caught.put(mistake.name(), test);
        }
    }

    synchronized void reference(RunResult run) {
        int without = run.count(TestOutcome.Status.SKIPPED);
        tests += run.outcomes().size() - without;
        skipped += without;
    }

    synchronized int tests() {
        return tests;
    }

    synchronized int skipped() {
        return skipped;
    }

    synchronized Map<String, String> caught() {
        return Map.copyOf(caught);
    }
}
