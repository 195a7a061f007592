package labs.compute.engine;

import java.io.Serial;

/** A query cannot be answered; the message says why, and trying again will not help. */
public final class QueryFailedException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    QueryFailedException(String why) {
        super(why);
    }
}
