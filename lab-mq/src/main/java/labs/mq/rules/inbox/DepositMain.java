package labs.mq.rules.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import labs.mq.cluster.Orders;
import labs.mq.db.Database;
import labs.mq.rules.RawClients;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A consumer in a process of its own, to be killed: each message adds its value to the account of
 * its key. Offsets are committed after each poll, so what it has done of a poll is done again.
 *
 * <pre>
 *   stdout: DONE 7      the seventh message's effect is in the database, its offset not committed
 *   stdin:  any line    it goes on, if it was to stop there
 * </pre>
 */
final class DepositMain {
    private final Orders orders = Orders.fromStandardInput();
    private final int stopAt;
    private int done;

    private DepositMain(int stopAt) {
        this.stopAt = stopAt;
    }

    /**
     * Runs until it is killed.
     *
     * @param args JDBC URL, bootstrap servers, topic, group, its name in the group, and the number
     *     of the message to stop at (0 for none)
     */
    public static void main(String[] args) throws InterruptedException {
        var main = new DepositMain(Integer.parseInt(args[5]));
        var inbox = new Inbox(new Database(args[0]), args[3]);
        Map<String, Object> name = Map.of("group.instance.id", args[4]);
        try (var consumer = RawClients.consumer(args[1], args[3], name)) {
            consumer.subscribe(List.of(args[2]));
            while (true) {
                for (var message : consumer.poll(Duration.ofMillis(200))) {
                    inbox.once(message, transaction -> deposit(transaction, message));
                    main.done();
                }
                consumer.commitSync();
            }
        }
    }

    /** Adds to the account's balance: not idempotent by itself. */
    static void deposit(Connection transaction, ConsumerRecord<byte[], byte[]> message)
            throws SQLException {
        try (PreparedStatement update =
                transaction.prepareStatement(
                        "UPDATE account SET balance = balance + ?, deposits = deposits + 1"
                                + " WHERE name = ?")) {
            update.setLong(1, Long.parseLong(new String(message.value(), UTF_8)));
            update.setString(2, new String(message.key(), UTF_8));
            if (update.executeUpdate() != 1) {
                throw new SQLException("no such account: " + new String(message.key(), UTF_8));
            }
        }
    }

    private void done() {
        if (++done == stopAt) {
            System.out.println("DONE " + done);
            orders.next();
        }
    }
}
