package labs.cli.grade;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import labs.cli.course.Exercise;
import labs.cli.grade.ExerciseScore.TestScore;
import labs.cli.run.Ending;
import labs.cli.run.PlannedTest;
import labs.cli.run.RunResult;
import labs.cli.run.TestOutcome;
import labs.cli.run.TestOutcome.Status;

/**
 * How results become points: an exercise earns all of its points when its run came to its end and
 * every expected test was reported as passed, and nothing otherwise. A test that is missing,
 * skipped, gave up or was not reported has not passed. The one exception is a test tagged {@code
 * native} that the course's own condition skipped, because this machine lacks the program.
 */
final class ScoreRules {
    static final String NOT_ATTEMPTED = "not attempted";

    private ScoreRules() {}

    static ExerciseScore score(Exercise exercise, List<PlannedTest> expected, RunResult run) {
        List<TestScore> tests =
                Stream.concat(expectedTests(expected, run), classFailures(expected, run)).toList();
        long missed = tests.stream().filter(test -> !test.passed()).count();
        boolean passed = missed == 0 && !tests.isEmpty() && run.ending() == Ending.FINISHED;
        return new ExerciseScore(
                exercise.id(),
                exercise.title(),
                passed ? exercise.points() : 0,
                exercise.points(),
                verdict(passed, missed, tests, run),
                tests);
    }

    private static Stream<TestScore> expectedTests(List<PlannedTest> expected, RunResult run) {
        return expected.stream()
                .filter(test -> !isExcused(test, run))
                .map(test -> score(test, run));
    }

    /** A class that fails as a whole, by a thread that it leaves behind for instance. */
    private static Stream<TestScore> classFailures(List<PlannedTest> expected, RunResult run) {
        Set<String> names = expected.stream().map(PlannedTest::test).collect(Collectors.toSet());
        return run.outcomes().stream()
                .filter(outcome -> outcome.status() == Status.FAILED)
                .filter(outcome -> !names.contains(outcome.test()))
                .map(ScoreRules::score);
    }

    /** An exercise whose tests were not run at all. */
    static ExerciseScore notRun(Exercise exercise, List<PlannedTest> expected, String why) {
        var tests = new ArrayList<TestScore>();
        expected.forEach(test -> tests.add(new TestScore(test.test(), false, "not run", "", "")));
        return new ExerciseScore(exercise.id(), exercise.title(), 0, exercise.points(), why, tests);
    }

    private static boolean isExcused(PlannedTest test, RunResult run) {
        return test.maySkip()
                && run.outcome(test.test()).filter(o -> o.status() == Status.SKIPPED).isPresent();
    }

    private static TestScore score(PlannedTest test, RunResult run) {
        Optional<TestOutcome> outcome = run.outcome(test.test());
        return outcome.map(ScoreRules::score)
                .orElseGet(
                        () ->
                                new TestScore(
                                        test.test(),
                                        false,
                                        "not reported",
                                        whyNotReported(test, run),
                                        ""));
    }

    private static TestScore score(TestOutcome told) {
        return new TestScore(
                told.test(), told.passed(), words(told.status()), told.message(), told.trace());
    }

    private static String whyNotReported(PlannedTest test, RunResult run) {
        String className = test.test().replaceFirst("#.*", "");
        Optional<TestOutcome> setUp = run.outcome(className);
        if (setUp.isPresent()) {
            return "its class could not be set up: " + setUp.get().message();
        }
        String when =
                run.unfinished().contains(test.test())
                        ? "it was running when the JVM " + run.ending().words()
                        : "the JVM " + run.ending().words() + " before its turn";
        return when + lastWords(run);
    }

    private static String lastWords(RunResult run) {
        List<String> lines = run.log().lines().filter(line -> !line.isBlank()).toList();
        int from = Math.max(0, lines.size() - 3);
        return lines.isEmpty()
                ? ""
                : "; it said last: " + String.join(" / ", lines.subList(from, lines.size()));
    }

    private static String verdict(
            boolean passed, long missed, List<TestScore> tests, RunResult run) {
        if (passed) {
            return "passed";
        } else if (run.ending() != Ending.FINISHED) {
            return run.ending().words();
        } else if (tests.isEmpty()) {
            return "every test was skipped on this machine";
        }
        return missed + " of " + tests.size() + " tests did not pass";
    }

    private static String words(Status status) {
        return switch (status) {
            case PASSED -> "passed";
            case FAILED -> "failed";
            case SKIPPED -> "skipped";
            case ABORTED -> "gave up";
        };
    }
}
