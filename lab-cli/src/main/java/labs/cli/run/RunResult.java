package labs.cli.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the tests of one exercise did in a JVM of their own.
 *
 * @param outcomes in the order in which they ended; a test that is not here was not reported
 * @param unfinished the tests that had begun and never ended, in the order of their beginning
 * @param log the end of what the JVM printed
 */
public record RunResult(
        Ending ending,
        List<TestOutcome> outcomes,
        List<String> unfinished,
        String log,
        Duration time) {
    public RunResult {
        outcomes = List.copyOf(outcomes);
        unfinished = List.copyOf(unfinished);
    }

    /** What was reported of {@code test}. */
    public Optional<TestOutcome> outcome(String test) {
        return outcomes.stream().filter(outcome -> outcome.test().equals(test)).findFirst();
    }

    /** How many tests came out so. */
    public int count(TestOutcome.Status status) {
        return (int) outcomes.stream().filter(outcome -> outcome.status() == status).count();
    }

    /** Whether the run came to its end and nothing in it failed. */
    public boolean allPassed() {
        return ending == Ending.FINISHED
                && !outcomes.isEmpty()
                && outcomes.stream().noneMatch(o -> o.status() == TestOutcome.Status.FAILED)
                && outcomes.stream().noneMatch(o -> o.status() == TestOutcome.Status.ABORTED);
    }
}
