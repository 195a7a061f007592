package labs.mq.db;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A schema of a database, and transactions on it. Thread-safe: each transaction has a connection of
 * its own.
 *
 * @param url JDBC, with user and password
 */
public record Database(String url) {
    /** What is done in a transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T in(Connection transaction) throws SQLException;
    }

    /** A new connection, which commits each statement unless told otherwise. Close it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    /**
     * Does this in a transaction of its own: committed when it returns, rolled back when it throws.
     *
     * @throws DatabaseException for any {@link SQLException}. If it came from the commit itself,
     *     nobody knows whether the transaction happened
     */
    public <T> T inTransaction(Work<T> work) {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            T result = work.in(connection);
            connection.commit();
            return result; // without a commit, closing rolls back
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Executes statements without parameters, each in a transaction of its own. */
    public void execute(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }
}
