package labs.mq.db;

import java.sql.SQLException;

/** The database said no, or is not there: nothing of the transaction has happened. */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
    }
}
