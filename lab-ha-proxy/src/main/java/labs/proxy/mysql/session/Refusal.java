package labs.proxy.mysql.session;

import java.util.Optional;
import labs.proxy.mysql.protocol.SqlError;
import labs.proxy.mysql.sql.Statement;
import labs.proxy.mysql.sql.Statement.Trait;

/** What cannot mean through a balancer what it means without one. */
final class Refusal {
    private static final SqlError FILE =
            new SqlError(
                    SqlError.NO_LOCAL_FILE,
                    "HY000",
                    "LOAD DATA LOCAL does not go through the balancer: load the file at the primary"
                            + " itself");
    private static final SqlError KILL =
            notSupported("KILL takes one number of a connection, and stands alone");
    private static final SqlError AT_REPLICA =
            notSupported(
                    "the read-only transaction is on a replica, and this must be on the primary");

    private Refusal() {}

    /**
     * Why this statement goes nowhere; empty if it may go.
     *
     * @param atReplica whether there is a transaction on a replica
     */
    static Optional<SqlError> of(Statement statement, boolean atReplica) {
        if (statement.has(Trait.LOCAL_FILE)) {
            return Optional.of(FILE);
        }
        if (statement.kind() == Statement.Kind.REFUSED) {
            return Optional.of(KILL);
        }
        boolean possible = statement.has(Trait.VARIABLES) || statement.has(Trait.FAILS_READ_ONLY);
        return atReplica && statement.pins() && !possible
                ? Optional.of(AT_REPLICA)
                : Optional.empty();
    }

    private static SqlError notSupported(String why) {
        return new SqlError(SqlError.NOT_SUPPORTED, "42000", why);
    }
}
