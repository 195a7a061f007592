package labs.mq.rules.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import labs.cluster.kafka.KafkaCluster;
import labs.kit.LabTest;
import labs.mq.cluster.ChildProcess;
import labs.mq.cluster.Topics;
import labs.mq.cluster.WithKafka;
import labs.mq.db.Database;
import labs.mq.db.DatabaseException;
import labs.mq.db.WithMariaDb;
import labs.mq.rules.MessageHeaders;
import labs.mq.rules.PoisonMessageException;
import labs.mq.rules.RawClients;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@WithKafka
@WithMariaDb
@Timeout(120)
final class InboxTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final KafkaCluster cluster;
    private final Topics topics;
    private final Database database;
    private final Inbox inbox;

    InboxTest(KafkaCluster cluster, Topics topics, Database database) {
        this.cluster = cluster;
        this.topics = topics;
        this.database = database;
        this.inbox = new Inbox(database, "deposits");
        Inbox.createTables(database);
        database.execute(
                "CREATE TABLE account (name VARCHAR(50) PRIMARY KEY, balance BIGINT NOT NULL,"
                        + " deposits INT NOT NULL)",
                "INSERT INTO account VALUES ('anna', 0, 0), ('bert', 0, 0)");
    }

    private static ConsumerRecord<byte[], byte[]> message(String id, String account, int amount) {
        var message =
                new ConsumerRecord<>(
                        "t",
                        0,
                        0,
                        account.getBytes(UTF_8),
                        Integer.toString(amount).getBytes(UTF_8));
        if (id != null) {
            MessageHeaders.put(message.headers(), MessageHeaders.MESSAGE_ID, id);
        }
        return message;
    }

    private boolean deposit(Inbox into, ConsumerRecord<byte[], byte[]> message) {
        return into.once(message, transaction -> DepositMain.deposit(transaction, message));
    }

    private long ask(String sql) {
        return database.inTransaction(
                transaction -> {
                    ResultSet row = transaction.createStatement().executeQuery(sql);
                    row.next();
                    return row.getLong(1);
                });
    }

    private long balance() {
        return ask("SELECT SUM(balance) FROM account");
    }

    @Test
    void shouldApplyAMessageOnceHoweverOftenItComes() {
        assertThat(deposit(inbox, message("m1", "anna", 5))).isTrue();
        assertThat(deposit(inbox, message("m1", "anna", 5))).isFalse();
        assertThat(deposit(inbox, message("M1", "anna", 10)))
                .as("ids that differ in a letter's case are two messages")
                .isTrue();
        var other = new Inbox(database, "statistics");
        assertThat(deposit(other, message("m1", "anna", 100)))
                .as("another consumer has an effect of its own")
                .isTrue();
        assertThat(balance()).isEqualTo(115);
    }

    @Test
    void shouldForgetTheIdWhenTheEffectFails() {
        assertThatThrownBy(() -> deposit(inbox, message("m1", "nobody", 5)))
                .isInstanceOf(DatabaseException.class);
        assertThatThrownBy(
                        () ->
                                inbox.once(
                                        message("m1", "anna", 5),
                                        transaction -> {
                                            throw new IllegalStateException("not today");
                                        }))
                .hasMessage("not today");
        assertThat(deposit(inbox, message("m1", "anna", 5)))
                .as("the id stays only if the effect does: one transaction for both")
                .isTrue();
        assertThat(balance()).isEqualTo(5);
    }

    @Test
    void shouldApplyOnceWhenTwoGetTheMessageAtTheSameTime() throws Exception {
        var isApplied = new CountDownLatch(1);
        var secondHasBegun = new CountDownLatch(1);
        var secondIsThrough = new CountDownLatch(1);
        var first =
                CompletableFuture.supplyAsync(
                        () ->
                                inbox.once(
                                        message("m1", "anna", 5),
                                        transaction -> {
                                            DepositMain.deposit(
                                                    transaction, message("m1", "anna", 5));
                                            isApplied.countDown();
                                            waitFor(secondHasBegun, 30_000);
                                            // time for the second to do the wrong thing
                                            waitFor(secondIsThrough, 500);
                                        }));
        waitFor(isApplied, 30_000);
        var second =
                CompletableFuture.supplyAsync(
                        () -> {
                            secondHasBegun.countDown();
                            boolean isNew = deposit(inbox, message("m1", "bert", 5));
                            secondIsThrough.countDown();
                            return isNew;
                        });
        assertThat(first.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(second)
                .as("the second has to wait for the first, at the insert of the id")
                .succeedsWithin(Duration.ofSeconds(60))
                .isEqualTo(false);
        assertThat(balance()).isEqualTo(5);
    }

    private static void waitFor(CountDownLatch latch, long millis) {
        try {
            latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldRefuseAMessageThatCannotBeToldFromItsCopies() {
        assertThatThrownBy(() -> deposit(inbox, message(null, "anna", 5)))
                .isInstanceOf(PoisonMessageException.class);
        assertThatThrownBy(() -> deposit(inbox, message("x".repeat(65), "anna", 5)))
                .as("an id that is cut off is the id of others too")
                .isInstanceOf(PoisonMessageException.class);
        assertThat(balance()).isZero();
    }

    @Test
    void shouldForgetOldIdsOfItsOwn() throws SQLException {
        deposit(inbox, message("new", "anna", 5));
        remember("deposits", 1_500);
        remember("statistics", 3);
        assertThat(inbox.purge(Duration.ofDays(1))).isEqualTo(1_500);
        assertThat(inbox.purge(Duration.ofDays(1))).isZero();
        assertThat(ask("SELECT COUNT(*) FROM inbox")).as("the new, and another's").isEqualTo(4);
        assertThat(deposit(inbox, message("new", "anna", 5))).isFalse();
    }

    /** Two days ago. */
    private void remember(String consumer, int messages) {
        database.inTransaction(
                transaction -> {
                    try (PreparedStatement insert =
                            transaction.prepareStatement(
                                    "INSERT INTO inbox VALUES"
                                            + " (?, ?, CURRENT_TIMESTAMP(3) - INTERVAL 2 DAY)")) {
                        for (int i = 0; i < messages; i++) {
                            insert.setString(1, consumer);
                            insert.setString(2, UUID.randomUUID().toString());
                            insert.addBatch();
                        }
                        return insert.executeBatch();
                    }
                });
    }

    /**
     * Sixty deposits of 1 to 60, each in the topic twice, as a relay leaves them that was killed.
     */
    @Test
    void shouldBalanceWhenItIsKilledBetweenTheEffectAndTheCommitOfItsOffset() throws Exception {
        String topic = topics.create(2);
        try (var producer = RawClients.producer(cluster.bootstrapServers())) {
            for (int n = 0; n < 120; n++) {
                int amount = n % 60 + 1;
                var message = message("m" + amount, amount % 2 == 0 ? "anna" : "bert", amount);
                producer.send(
                        new ProducerRecord<>(
                                topic, null, message.key(), message.value(), message.headers()));
            }
        }
        String group = "deposits-" + topic;
        try (var child = start(topic, group, 13)) {
            child.says("DONE");
            child.kill();
        }
        assertThat(topics.committedOffset(group)).as("killed before the commit").isZero();
        assertThat(ask("SELECT SUM(deposits) FROM account")).isEqualTo(13);
        try (var child = start(topic, group, 0)) {
            await().atMost(LONG).until(() -> topics.committedOffset(group) == 120);
            child.kill();
        }
        assertThat(ask("SELECT SUM(deposits) FROM account"))
                .as("120 messages and 13 again, but 60 deposits")
                .isEqualTo(60);
        assertThat(balance()).isEqualTo(60 * 61 / 2);
        assertThat(ask("SELECT balance FROM account WHERE name = 'anna'")).isEqualTo(30 * 31);
    }

    private ChildProcess start(String topic, String group, int stopAt) {
        return ChildProcess.start(
                DepositMain.class.getName(),
                database.url(),
                cluster.bootstrapServers(),
                topic,
                group,
                "one",
                Integer.toString(stopAt));
    }
}
