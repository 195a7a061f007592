package labs.proxy.cluster;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/**
 * Writes numbered rows through one address, one after the other, and says of each what is known. It
 * keeps its connection as long as it is good, and makes a new one when it is not. Not thread-safe.
 */
public final class WriteProbe implements AutoCloseable {
    private static final String INSERT = "INSERT INTO lab.writes (number) VALUES (?)";

    private final String url;
    private final String user;
    private final String password;
    private final Duration limit;
    private Connection connection; // null if there is none

    /**
     * @param url where the database is, without user and time limits
     * @param limit how long a connection attempt may take, and how long an answer
     */
    public WriteProbe(String url, String user, String password, Duration limit) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.limit = limit;
    }

    /**
     * Inserts a row with this number into {@code lab.writes}, once. A row of which nothing is known
     * is not tried again: it may be there. Whatever is not a yes costs the connection, too: a
     * database that may not be written any more says no politely for ever, and the address may have
     * moved. Ends within a few times the limit, and never throws because of the database or the
     * network.
     */
    public Write write(long number) {
        // BEGIN SOLUTION
        long began = System.nanoTime();
        Write.Outcome outcome = isConnected() ? insert(number) : Write.Outcome.REFUSED;
        if (outcome != Write.Outcome.ACKNOWLEDGED) {
            close();
        }
        return new Write(number, outcome, began, System.nanoTime());
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-11: README, part 11");
    }

    // BEGIN SOLUTION
    private boolean isConnected() {
        try {
            if (connection == null) {
                connection = DriverManager.getConnection(url, settings());
            }
            return true;
        } catch (SQLException e) {
            return false; // nothing of the row was sent
        }
    }

    private Properties settings() {
        var settings = new Properties();
        settings.setProperty("user", user);
        settings.setProperty("password", password);
        settings.setProperty("connectTimeout", Long.toString(limit.toMillis()));
        settings.setProperty("socketTimeout", Long.toString(limit.toMillis()));
        return settings;
    }

    private Write.Outcome insert(long number) {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setLong(1, number);
            statement.executeUpdate();
            return Write.Outcome.ACKNOWLEDGED;
        } catch (SQLException e) {
            return saysNo(e) ? Write.Outcome.REFUSED : Write.Outcome.UNKNOWN;
        }
    }

    /** An error of the statement. One of the connection, or a kill, may have come too late. */
    private static boolean saysNo(SQLException e) {
        String state = e.getSQLState();
        return e.getErrorCode() != 0
                && state != null
                && !state.startsWith("08")
                && !state.startsWith("70");
    }

    // END SOLUTION
    // STUB: // What else it needs goes here.

    /** Gives the connection up, if there is one. */
    @Override
    public void close() {
        if (connection != null) {
            try {
                connection.abort(Runnable::run); // asks the server nothing: it may be gone
            } catch (SQLException e) {
                // It is broken: that is why it is given up.
            }
            connection = null;
        }
    }
}
