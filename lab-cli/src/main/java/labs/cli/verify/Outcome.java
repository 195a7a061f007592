package labs.cli.verify;

import java.time.Duration;
import java.util.Map;

/**
 * What came of proving one part of the course.
 *
 * @param passed claims that hold
 * @param failed claims that do not
 * @param untried claims for which no time was left
 * @param tests of the reference that ran
 * @param skipped tests of the reference that this machine could not run
 * @param caught the test that caught each planted mistake, by the mistake's name
 */
public record Outcome(
        int passed,
        int failed,
        int untried,
        int tests,
        int skipped,
        Duration time,
        Map<String, String> caught) {
    public Outcome {
        caught = Map.copyOf(caught);
    }

    /** Whether each claim was tried, and holds. */
    public boolean isProof() {
        return failed == 0 && untried == 0 && passed > 0;
    }
}
