package labs.compute.engine;

import java.io.IOException;
import java.io.UncheckedIOException;

/** What to tell the one who asked a query of an exception in a task. */
final class Failures {
    private Failures() {}

    static String message(Exception failure) {
        boolean isSentence =
                failure instanceof IOException
                        || failure instanceof ArithmeticException
                        || failure instanceof UncheckedIOException
                        || failure instanceof IllegalArgumentException;
        return isSentence && failure.getMessage() != null
                ? failure.getMessage()
                : failure.toString();
    }
}
