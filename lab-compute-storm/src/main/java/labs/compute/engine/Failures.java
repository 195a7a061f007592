package labs.compute.engine;

import labs.compute.table.MalformedLineException;

/** What to tell the one who asked a query of an exception in a task. */
final class Failures {
    private Failures() {}

    static String message(Exception failure) {
        if (failure instanceof MalformedLineException
                || failure instanceof java.io.IOException && failure.getMessage() != null) {
            return failure.getMessage();
        }
        if (failure instanceof ArithmeticException) {
            return "a sum is beyond 64 bits";
        }
        return failure.toString();
    }
}
