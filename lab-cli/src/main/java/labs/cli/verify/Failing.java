package labs.cli.verify;

import java.util.List;
import java.util.function.Consumer;
import labs.cli.course.Exercise;
import labs.cli.run.Ending;
import labs.cli.run.RunResult;
import labs.cli.run.TestOutcome;
import labs.cli.run.TestOutcome.Status;
import labs.cli.verify.Workshop.Variant;

/** Shows that a test of an exercise fails with a wrong variant of the code. */
record Failing(Exercise exercise, Variant wrong) {
    /**
     * Whether this test, alone, fails. Only its own failure counts: it may not be there any more,
     * and that looks like a failure too.
     */
    boolean alone(String test) {
        boolean belongs = exercise.tests().stream().anyMatch(name -> isIn(name, test));
        return belongs
                && wrong.runToFirstFailure(exercise, List.of(test))
                        .outcome(test)
                        .filter(outcome -> outcome.status() == Status.FAILED)
                        .isPresent();
    }

    private static boolean isIn(String testClass, String test) {
        return test.startsWith(testClass + "#") || test.startsWith(testClass + "$");
    }

    /** Runs those test classes until one test fails, which {@code catcher} is told of. */
    Evidence any(List<String> tests, int tries, Consumer<String> catcher) {
        for (int i = 1; i <= tries; i++) {
            RunResult run = wrong.runToFirstFailure(exercise, tests);
            String when = i == 1 ? "" : ", at try " + i;
            if (!failures(run).isEmpty()) {
                String test = failures(run).get(0).test();
                catcher.accept(test);
                return Evidence.proved(by(test) + when);
            }
            if (run.ending() != Ending.FINISHED) {
                return Evidence.proved("the JVM " + run.ending().words() + when);
            }
        }
        return Evidence.disproved("every test of " + exercise.id() + " passed with it");
    }

    /** For a person: "by ClassTest#method". */
    static String by(String test) {
        return "by " + TestOutcome.shortName(test).replaceFirst("[(].*", "");
    }

    static List<TestOutcome> failures(RunResult run) {
        return run.outcomes().stream()
                .filter(o -> o.status() == Status.FAILED || o.status() == Status.ABORTED)
                .toList();
    }
}
