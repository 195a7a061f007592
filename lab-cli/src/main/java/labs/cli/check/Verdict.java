package labs.cli.check;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import labs.cli.course.Chapter;
import labs.cli.course.Exercise;
import labs.cli.results.Results.Result;
import labs.cli.run.Ending;
import labs.cli.run.RunResult;
import labs.cli.run.TestOutcome;
import labs.cli.run.TestOutcome.Status;

/**
 * What a check found out about one exercise.
 *
 * @param passed how many of its tests passed
 * @param tests how many were seen, without those that this machine had to skip
 * @param trouble what ended the run too early, or kept it from beginning; empty if nothing did
 */
public record Verdict(
        Exercise exercise,
        int passed,
        int tests,
        String trouble,
        List<Failure> failures,
        Duration time) {
    public Verdict {
        failures = List.copyOf(failures);
    }

    static Verdict of(Chapter chapter, Exercise exercise, RunResult run) {
        List<TestOutcome> counted =
                run.outcomes().stream().filter(o -> o.status() != Status.SKIPPED).toList();
        List<Failure> failures =
                counted.stream()
                        .filter(outcome -> !outcome.passed())
                        .map(outcome -> Failure.of(chapter, exercise, outcome))
                        .toList();
        return new Verdict(
                exercise,
                counted.size() - failures.size(),
                counted.size() + run.unfinished().size(),
                trouble(run),
                failures,
                run.time());
    }

    static Verdict notBegun(Exercise exercise) {
        return new Verdict(exercise, 0, 0, "not begun", List.of(), Duration.ZERO);
    }

    private static String trouble(RunResult run) {
        if (run.ending() == Ending.FINISHED) {
            return run.outcomes().isEmpty() ? "no test was found" : "";
        }
        String during =
                run.unfinished().isEmpty() ? "" : " during " + String.join(", ", run.unfinished());
        return "the tests' JVM " + run.ending().words() + during;
    }

    /** An exercise earns all of its points or none, as in grading. */
    public boolean isPassed() {
        return trouble.isEmpty() && failures.isEmpty() && passed > 0;
    }

    public int points() {
        return isPassed() ? exercise.points() : 0;
    }

    /** For the next {@code lab list}. */
    public Result result() {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        return new Result(points(), passed, tests, now);
    }
}
