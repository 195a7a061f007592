package labs.mq.rules.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import labs.mq.db.Database;
import labs.mq.db.DatabaseException;
import labs.mq.rules.MessageHeaders;
import labs.mq.rules.RawClients;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Publishes what the outbox holds: each message at least once; the first copies of a key's messages
 * stand in the log in the order of writing, however many relays there are and whenever they are
 * killed. For one thread. Close it.
 */
public final class OutboxRelay implements AutoCloseable {
    private static final int BATCH = 100;

    private final Database database;
    private final Producer<byte[], byte[]> producer;
    private final Runnable beforeForgetting;

    public OutboxRelay(Database database, String bootstrapServers) {
        this(database, bootstrapServers, () -> {});
    }

    /**
     * @param beforeForgetting runs in each step that publishes, when all is acknowledged and still
     *     in the outbox: here a test kills it
     */
    OutboxRelay(Database database, String bootstrapServers, Runnable beforeForgetting) {
        this.database = database;
        this.producer = RawClients.producer(bootstrapServers);
        this.beforeForgetting = beforeForgetting;
    }

    /**
     * Publishes the oldest committed rows, at most {@value #BATCH}, and then removes them from the
     * outbox. Only one relay does so at a time: whoever holds the lock on the row of {@code
     * outbox_leader}; the database takes it back when that one dies. While the broker is away it
     * waits.
     *
     * @return how many; 0 when there are none, or when another relay is at it
     * @throws DatabaseException when the database is not there; what was published is still in the
     *     outbox, and will be published again
     */
    public int step() {
        // BEGIN SOLUTION
        return database.inTransaction(
                transaction -> {
                    List<OutboxRow> rows =
                            isLeader(transaction) ? oldest(transaction) : List.<OutboxRow>of();
                    if (!rows.isEmpty()) {
                        publish(rows);
                        beforeForgetting.run();
                        forget(transaction, rows);
                    }
                    return rows.size();
                });
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-6: see README, part 6");
    }

    // BEGIN SOLUTION
    private static boolean isLeader(Connection transaction) throws SQLException {
        try (Statement lock = transaction.createStatement();
                ResultSet row =
                        lock.executeQuery(
                                "SELECT id FROM outbox_leader WHERE id = 1"
                                        + " FOR UPDATE SKIP LOCKED")) {
            return row.next(); // held until the transaction ends, or its connection
        }
    }

    // The oldest that are there, not those behind the last one published: a smaller id may become
    // visible after a greater one, since ids are given at the insert and not at the commit.
    private static List<OutboxRow> oldest(Connection transaction) throws SQLException {
        var rows = new ArrayList<OutboxRow>();
        try (Statement select = transaction.createStatement();
                ResultSet row =
                        select.executeQuery(
                                "SELECT id, message_id, topic, message_key, payload FROM outbox"
                                        + " ORDER BY id LIMIT "
                                        + BATCH)) {
            while (row.next()) {
                rows.add(
                        new OutboxRow(
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getBytes(5)));
            }
        }
        return rows;
    }

    private void publish(List<OutboxRow> rows) {
        var answers = new ArrayList<Future<RecordMetadata>>();
        for (OutboxRow row : rows) {
            var message =
                    new ProducerRecord<>(row.topic(), row.key().getBytes(UTF_8), row.payload());
            MessageHeaders.put(message.headers(), MessageHeaders.MESSAGE_ID, row.messageId());
            Future<RecordMetadata> answer = producer.send(message);
            if (answer.isDone()) {
                awaitAcknowledged(answer); // refused by the client: nothing must overtake it
            }
            answers.add(answer);
        }
        producer.flush();
        answers.forEach(OutboxRelay::awaitAcknowledged);
    }

    // END SOLUTION

    private static void awaitAcknowledged(Future<RecordMetadata> answer) {
        try {
            answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker took not all", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the broker was to answer", e);
        }
    }

    private static void forget(Connection transaction, List<OutboxRow> rows) throws SQLException {
        try (PreparedStatement delete =
                transaction.prepareStatement("DELETE FROM outbox WHERE id = ?")) {
            for (OutboxRow row : rows) {
                delete.setLong(1, row.id());
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
