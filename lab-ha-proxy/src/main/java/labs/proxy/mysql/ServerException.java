package labs.proxy.mysql;

import labs.proxy.mysql.protocol.SqlError;

/** A server said no. */
final class ServerException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient SqlError error;

    ServerException(SqlError error) {
        super(error.code() + ": " + error.message());
        this.error = error;
    }

    SqlError error() {
        return error;
    }
}
