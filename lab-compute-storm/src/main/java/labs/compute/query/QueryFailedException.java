package labs.compute.query;

/**
 * A query whose plan is right has no answer: a malformed line, a sum that no BIGINT holds. The
 * message says why; trying again will not help.
 */
public final class QueryFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public QueryFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
