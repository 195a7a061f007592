package labs.cli.run;

/**
 * What became of one test.
 *
 * @param test {@code package.Class#method}
 * @param message why it failed or was skipped; empty when it passed
 * @param trace the stack trace of the failure; empty without one
 */
public record TestOutcome(String test, Status status, String message, String trace) {
    /** Whether the test ran, and how it went. */
    public enum Status {
        PASSED,
        FAILED,
        /** A condition switched it off, such as a native program that is missing. */
        SKIPPED,
        /** It gave up in its middle by a failed assumption. */
        ABORTED
    }

    /** For a person: {@code package.Class#method} without its package. */
    public static String shortName(String test) {
        return test.replaceFirst(".*[.](?=[^.#]+#)", "");
    }

    public boolean passed() {
        return status == Status.PASSED;
    }
}
