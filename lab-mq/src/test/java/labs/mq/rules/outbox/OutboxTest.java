package labs.mq.rules.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import labs.cluster.Capability;
import labs.cluster.junit.Needs;
import labs.cluster.kafka.KafkaCluster;
import labs.cluster.mariadb.MariaDb;
import labs.kit.LabTest;
import labs.mq.cluster.ChildProcess;
import labs.mq.cluster.Topics;
import labs.mq.cluster.WithKafka;
import labs.mq.db.Database;
import labs.mq.db.DatabaseException;
import labs.mq.db.WithMariaDb;
import labs.mq.rules.MessageHeaders;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@WithKafka
@WithMariaDb
@Timeout(120)
final class OutboxTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final KafkaCluster cluster;
    private final Topics topics;
    private final Database database;
    private final String topic;

    OutboxTest(KafkaCluster cluster, Topics topics, Database database) {
        this.cluster = cluster;
        this.topics = topics;
        this.database = database;
        this.topic = topics.create(2);
        Outbox.createTables(database);
        database.execute("CREATE TABLE sale (n INT PRIMARY KEY)");
    }

    private OutboxRelay relay() {
        return new OutboxRelay(database, cluster.bootstrapServers());
    }

    /** A sale and the message about it. */
    private String sell(Connection transaction, String key, int n) throws SQLException {
        transaction.createStatement().execute("INSERT INTO sale VALUES (" + n + ")");
        return Outbox.write(transaction, topic, key, Integer.toString(n).getBytes(UTF_8));
    }

    /** Thirty sales of three keys. */
    private List<String> sellThirty() {
        return database.inTransaction(
                transaction -> {
                    var ids = new ArrayList<String>();
                    for (int n = 0; n < 30; n++) {
                        ids.add(sell(transaction, "k" + n % 3, n));
                    }
                    return ids;
                });
    }

    private int waiting() {
        return database.inTransaction(
                transaction -> {
                    ResultSet count =
                            transaction
                                    .createStatement()
                                    .executeQuery("SELECT COUNT(*) FROM outbox");
                    count.next();
                    return count.getInt(1);
                });
    }

    private List<String> published() {
        return topics.written(topic).stream().map(ConsumerRecord::value).toList();
    }

    private static String idOf(ConsumerRecord<String, String> message) {
        return MessageHeaders.text(message.headers(), MessageHeaders.MESSAGE_ID).orElseThrow();
    }

    @Test
    void shouldPublishWhatWasCommittedAndNothingElse() {
        String first = database.inTransaction(transaction -> sell(transaction, "k", 1));
        assertThatThrownBy(
                        () ->
                                database.inTransaction(
                                        transaction -> {
                                            sell(transaction, "k", 2);
                                            throw new SQLException("no money");
                                        }))
                .isInstanceOf(DatabaseException.class);
        String third = database.inTransaction(transaction -> sell(transaction, "k", 3));
        try (var relay = relay()) {
            assertThat(relay.step()).isEqualTo(2);
            assertThat(relay.step()).as("what was acknowledged is out of the outbox").isZero();
        }
        List<ConsumerRecord<String, String>> messages = topics.written(topic);
        assertThat(messages)
                .as("write is part of the caller's transaction: rolled back with it")
                .extracting(ConsumerRecord::value)
                .containsExactly("1", "3");
        assertThat(messages).extracting(ConsumerRecord::key).containsOnly("k");
        assertThat(messages).extracting(OutboxTest::idOf).containsExactly(first, third);
    }

    @Test
    void shouldRefuseWhatCouldNeverBePublished() throws Exception {
        byte[] payload = {1};
        try (Connection alone = database.connect()) {
            assertThatThrownBy(() -> Outbox.write(alone, topic, "k", payload))
                    .as("a connection that commits by itself is no transaction")
                    .isInstanceOf(IllegalStateException.class);
        }
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> Outbox.write(connection, "no topic", "k", payload))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Outbox.write(connection, topic, "", payload))
                    .isInstanceOf(IllegalArgumentException.class);
            byte[] large = new byte[Outbox.MAX_PAYLOAD + 1];
            assertThatThrownBy(() -> Outbox.write(connection, topic, "k", large))
                    .isInstanceOf(IllegalArgumentException.class);
            connection.commit();
        }
        assertThat(waiting()).isZero();
    }

    @Test
    void shouldNotSkipARowThatIsCommittedLate() throws Exception {
        try (Connection slow = database.connect();
                var relay = relay()) {
            slow.setAutoCommit(false);
            sell(slow, "slow", 1); // has the smaller id
            database.inTransaction(transaction -> sell(transaction, "fast", 2));
            assertThat(relay.step()).as("waits for nobody's transaction").isEqualTo(1);

            slow.commit();
            assertThat(relay.step())
                    .as("ids are given at the insert, not at the commit: look for rows, not behind")
                    .isEqualTo(1);
        }
        assertThat(published()).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void shouldLetOneRelayPublishAtATime() throws Exception {
        sellThirty();
        var isPublished = new CountDownLatch(1);
        var mayForget = new CountDownLatch(1);
        Runnable pause =
                () -> {
                    isPublished.countDown();
                    await().atMost(LONG).until(() -> mayForget.getCount() == 0);
                };
        try (var first = new OutboxRelay(database, cluster.bootstrapServers(), pause);
                var second = relay()) {
            var step = CompletableFuture.supplyAsync(first::step).orTimeout(60, TimeUnit.SECONDS);
            assertThat(isPublished.await(30, TimeUnit.SECONDS))
                    .as("beforeForgetting runs when all is acknowledged")
                    .isTrue();
            assertThat(waiting()).as("nothing is removed before that").isEqualTo(30);
            assertThat(second.step()).as("another relay is at it").isZero();
            mayForget.countDown();
            assertThat(step.get()).isEqualTo(30);
            assertThat(second.step()).isZero();
        }
        assertThat(published()).hasSize(30);
    }

    @Test
    void shouldPublishAgainUnderTheSameIdsWhenItIsKilledBeforeItForgets() throws Exception {
        List<String> ids = sellThirty();
        try (var child =
                ChildProcess.start(
                        RelayMain.class.getName(),
                        database.url(),
                        cluster.bootstrapServers(),
                        "1")) {
            child.says("PUBLISHED");
            child.kill();
        }
        assertThat(waiting()).isEqualTo(30);
        try (var relay = relay()) {
            // the database has to notice first that the dead one's connection is gone
            await().atMost(LONG).until(() -> relay.step() == 30);
            assertThat(relay.step()).isZero();
        }
        List<ConsumerRecord<String, String>> messages = topics.written(topic);
        assertThat(messages).as("published, killed, published again").hasSize(60);
        assertThat(messages)
                .as("the copies have the ids that write returned")
                .extracting(OutboxTest::idOf)
                .containsAll(ids);
        assertThat(messages.stream().map(OutboxTest::idOf).distinct()).hasSize(30);
        assertThat(firstCopies(messages))
                .as("the first copies of each key are in the order of writing")
                .isEqualTo(
                        Map.of(
                                "k0", every3rd(0),
                                "k1", every3rd(1),
                                "k2", every3rd(2)));
    }

    @Test
    @Needs(Capability.KILL)
    void shouldPublishAgainWhenTheDatabaseGoesAwayBeforeItForgets(MariaDb server) {
        sellThirty();
        try (var relay =
                new OutboxRelay(database, cluster.bootstrapServers(), server.node()::kill)) {
            assertThatThrownBy(relay::step).isInstanceOf(DatabaseException.class);
            server.heal();
        }
        assertThat(waiting()).as("removed in a transaction that was not committed").isEqualTo(30);
        try (var relay = relay()) {
            assertThat(relay.step()).isEqualTo(30);
        }
        assertThat(topics.written(topic).stream().map(OutboxTest::idOf).distinct()).hasSize(30);
        assertThat(published()).hasSize(60);
    }

    private static List<String> every3rd(int from) {
        return Topics.numbers(0, 30).stream().filter(n -> Integer.parseInt(n) % 3 == from).toList();
    }

    private static Map<String, List<String>> firstCopies(
            List<ConsumerRecord<String, String>> messages) {
        var values = new LinkedHashMap<String, LinkedHashSet<String>>();
        for (ConsumerRecord<String, String> message : messages) {
            values.computeIfAbsent(message.key(), key -> new LinkedHashSet<>())
                    .add(message.value());
        }
        var lists = new LinkedHashMap<String, List<String>>();
        values.forEach((key, set) -> lists.put(key, List.copyOf(set)));
        return lists;
    }
}
