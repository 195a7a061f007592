package labs.mq.rules.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import labs.mq.db.Database;
import org.apache.kafka.common.internals.Topic;

/**
 * Messages written where the business data is, in the same transaction: both are there or neither
 * is. An {@link OutboxRelay} publishes them later.
 */
public final class Outbox {
    /** The longest payload, in bytes: below what a broker takes by default. */
    public static final int MAX_PAYLOAD = 900_000;

    private Outbox() {}

    /** Makes the tables, if they are not there: the messages, and one row that says who relays. */
    public static void createTables(Database database) {
        database.execute(
                """
                CREATE TABLE IF NOT EXISTS outbox (
                  id BIGINT AUTO_INCREMENT PRIMARY KEY,
                  message_id CHAR(36) NOT NULL UNIQUE,
                  topic VARCHAR(249) NOT NULL,
                  message_key VARCHAR(500) NOT NULL,
                  payload LONGBLOB NOT NULL)
                """,
                "CREATE TABLE IF NOT EXISTS outbox_leader (id INT PRIMARY KEY)",
                "INSERT IGNORE INTO outbox_leader VALUES (1)");
    }

    /**
     * Adds a message to the caller's own transaction, and neither commits nor ends it. Messages of
     * one key are published in the order of these calls, if the caller holds a lock on what the key
     * names: if it has changed or locked that row first, as it does in any case.
     *
     * @return the message's id, the same in every copy of it
     * @throws IllegalStateException when the connection commits by itself: then there is no
     *     transaction to be part of
     * @throws IllegalArgumentException for a name that is no topic's, no key, a payload of more
     *     than {@link #MAX_PAYLOAD} bytes: all that a broker would refuse is refused here, where
     *     the transaction can still fail
     */
    public static String write(Connection transaction, String topic, String key, byte[] payload)
            throws SQLException {
        // BEGIN SOLUTION
        if (transaction.getAutoCommit()) {
            throw new IllegalStateException("no transaction: the connection commits by itself");
        }
        check(topic, key, payload);
        String messageId = UUID.randomUUID().toString();
        try (PreparedStatement insert =
                transaction.prepareStatement(
                        "INSERT INTO outbox (message_id, topic, message_key, payload)"
                                + " VALUES (?, ?, ?, ?)")) {
            insert.setString(1, messageId);
            insert.setString(2, topic);
            insert.setString(3, key);
            insert.setBytes(4, payload);
            insert.executeUpdate();
        }
        return messageId;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-6: see README, part 6");
    }

    /** Throws if Kafka would. */
    private static void check(String topic, String key, byte[] payload) {
        if (!Topic.isValid(topic)) {
            throw new IllegalArgumentException("not the name of a topic: '" + topic + "'");
        }
        if (key == null || key.isEmpty() || key.length() > 500) {
            throw new IllegalArgumentException("a key of 1 to 500 characters keeps the order");
        }
        if (payload.length > MAX_PAYLOAD) {
            throw new IllegalArgumentException(
                    payload.length + " bytes; a message has at most " + MAX_PAYLOAD);
        }
    }
}
