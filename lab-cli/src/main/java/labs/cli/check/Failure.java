package labs.cli.check;

import java.util.List;
import java.util.Optional;
import labs.cli.course.Chapter;
import labs.cli.course.Exercise;
import labs.cli.run.TestOutcome;

/**
 * A test that did not pass.
 *
 * @param test its method, as written in the test class
 * @param message the first useful line of what it said
 * @param where the line to look at, {@code module/path/File.java:12}
 */
public record Failure(String test, String message, Optional<String> where) {
    private static final int LONGEST = 220;
    private static final List<String> SAID_BY_A_TEST =
            List.of("AssertionFailedError", "AssertionError", "MultipleFailuresError");

    static Failure of(Chapter chapter, Exercise exercise, TestOutcome outcome) {
        StackTrace trace = new StackTrace(chapter, outcome.trace());
        return new Failure(
                outcome.test().replaceFirst(".*[.](?=[^.#]+#)", ""),
                shortened(named(outcome)),
                trace.inMainCode(exercise).or(trace::inTests));
    }

    /** A bare exception needs its name; an assertion and a TODO speak for themselves. */
    private static String named(TestOutcome outcome) {
        String message = outcome.message().strip();
        String type = outcome.trace().lines().findFirst().orElse("").replaceFirst(":.*", "");
        String name = type.strip().replaceFirst(".*[.$]", "");
        boolean clear =
                name.isEmpty() || message.startsWith("TODO") || SAID_BY_A_TEST.contains(name);
        return clear ? message : (name + ": " + message).replaceFirst(": $", "");
    }

    /** AssertJ spreads its message over many lines: expected, but was. */
    private static String shortened(String message) {
        String line = message.replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }
}
