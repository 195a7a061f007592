package labs.compute.query;

/** A query whose plan is right has no answer: a sum that no BIGINT holds. */
public final class QueryFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    QueryFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
