package labs.mq.rules.inbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import labs.mq.db.Database;
import labs.mq.db.DatabaseException;
import labs.mq.rules.MessageHeaders;
import labs.mq.rules.PoisonMessageException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What makes a consumer idempotent: the effect of a message and its id are written in one
 * transaction of the database, so a second copy finds the id and does nothing. Thread-safe, also
 * among processes.
 */
public final class Inbox {
    /** The effect of a message: changes in the database, on this connection and on no other. */
    @FunctionalInterface
    public interface Effect {
        void apply(Connection transaction) throws SQLException;
    }

    private static final int DUPLICATE_KEY = 1062; // ER_DUP_ENTRY
    private static final int MAX_ID = 64;
    private static final int PURGE_AT_ONCE = 1_000;

    private final Database database;
    private final String consumer;

    /**
     * @param consumer what acts on the messages: two consumers each act once on the same message
     */
    public Inbox(Database database, String consumer) {
        this.database = database;
        this.consumer = consumer;
    }

    /** Makes the table, if it is not there. */
    public static void createTables(Database database) {
        database.execute(
                """
                CREATE TABLE IF NOT EXISTS inbox (
                  consumer VARCHAR(100) NOT NULL,
                  message_id VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
                  seen_at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
                  PRIMARY KEY (consumer, message_id),
                  KEY (seen_at))
                """);
    }

    /**
     * Applies the effect, unless this message's was applied before.
     *
     * @return whether it was applied now
     * @throws PoisonMessageException when the message has no id, or one of more than {@value
     *     #MAX_ID} characters
     * @throws DatabaseException when the transaction failed: nothing has happened, or (if the
     *     commit's answer was lost) all; call it again, that is safe
     */
    public boolean once(ConsumerRecord<?, ?> message, Effect effect) {
        // BEGIN SOLUTION
        String id = idOf(message);
        return database.inTransaction(
                transaction -> {
                    // First the id: another who is at the same message makes us wait here, until
                    // his transaction has ended one way or the other.
                    boolean isNew = remember(transaction, id);
                    if (isNew) {
                        effect.apply(transaction);
                    }
                    return isNew;
                });
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-6: see README, part 6");
    }

    // BEGIN SOLUTION
    private static String idOf(ConsumerRecord<?, ?> message) {
        return MessageHeaders.text(message.headers(), MessageHeaders.MESSAGE_ID)
                .filter(id -> !id.isEmpty() && id.length() <= MAX_ID)
                .orElseThrow(() -> new PoisonMessageException("a message without a proper id"));
    }

    private boolean remember(Connection transaction, String id) throws SQLException {
        try (PreparedStatement insert =
                transaction.prepareStatement(
                        "INSERT INTO inbox (consumer, message_id) VALUES (?, ?)")) {
            insert.setString(1, consumer);
            insert.setString(2, id);
            insert.executeUpdate();
            return true;
        } catch (SQLException e) {
            if (e.getErrorCode() == DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    // END SOLUTION

    /**
     * Forgets the ids of this consumer that are older, by the database's clock, in small
     * transactions. A copy that comes later than that is taken for new: keep ids for longer than
     * any topic keeps the messages.
     *
     * @return how many
     */
    public int purge(Duration age) {
        // BEGIN SOLUTION
        int purged = 0;
        int some;
        do {
            some = database.inTransaction(transaction -> purgeSome(transaction, age));
            purged += some;
        } while (some == PURGE_AT_ONCE);
        return purged;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-6: see README, part 6");
    }

    // BEGIN SOLUTION
    private int purgeSome(Connection transaction, Duration age) throws SQLException {
        try (PreparedStatement delete =
                transaction.prepareStatement(
                        "DELETE FROM inbox WHERE consumer = ?"
                                + " AND seen_at < CURRENT_TIMESTAMP(3) - INTERVAL ? SECOND LIMIT "
                                + PURGE_AT_ONCE)) {
            delete.setString(1, consumer);
            delete.setLong(2, age.toSeconds());
            return delete.executeUpdate();
        }
    }
    // END SOLUTION
}
