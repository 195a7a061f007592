package labs.cli.check;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final Pattern STUB = Pattern.compile("UnsupportedOperationException: (TODO .*)");
    private static final Pattern TYPE =
            Pattern.compile("^(?:[a-z_][\\w]*[.])+([A-Z][\\w$]*(?=:|$))");

    /** Reads the outcome of a test that did not pass. */
    public static Failure of(Chapter chapter, Exercise exercise, TestOutcome outcome) {
        StackTrace trace = new StackTrace(chapter, outcome.trace());
        return new Failure(
                TestOutcome.shortName(outcome.test()),
                shortened(plain(outcome.message())),
                trace.inMainCode(exercise).or(trace::inTests));
    }

    /** All of it on one line. */
    public String line() {
        return test + ": " + message + where.map(" (%s)"::formatted).orElse("");
    }

    /** A stub says it all with its TODO, even inside an assertion; other exceptions keep a name. */
    private static String plain(String message) {
        Matcher stub = STUB.matcher(message);
        return stub.find() ? stub.group(1) : TYPE.matcher(message.strip()).replaceFirst("$1");
    }

    /** AssertJ spreads its message over many lines: expected, but was. */
    private static String shortened(String message) {
        String line = message.replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }
}
