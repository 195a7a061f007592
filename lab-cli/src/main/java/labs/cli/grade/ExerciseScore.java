package labs.cli.grade;

import java.util.List;

/**
 * What one exercise of one submission is worth.
 *
 * @param points earned: all of them, or 0
 * @param max points that it could have earned
 * @param verdict for a person: "passed", "not attempted", "2 of 9 tests failed"
 */
public record ExerciseScore(
        String id, String title, int points, int max, String verdict, List<TestScore> tests) {
    public ExerciseScore {
        tests = List.copyOf(tests);
    }

    public long testsPassed() {
        return tests.stream().filter(TestScore::passed).count();
    }

    /**
     * What became of one expected test.
     *
     * @param status "passed", "failed", "skipped", "gave up", "not reported"
     * @param message why it did not pass
     */
    public record TestScore(
            String test, boolean passed, String status, String message, String trace) {}
}
