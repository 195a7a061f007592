package labs.zookeeper.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import labs.kit.LabTest;
import labs.zookeeper.curator.Curators;
import labs.zookeeper.ensemble.TestRoot;
import labs.zookeeper.ensemble.WithEnsemble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Why not a file, a database, a message bus? What each does in the cases that matter. */
@LabTest
@WithEnsemble
@Timeout(60)
final class WhyZooKeeperTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Schema ANY = Schema.empty().optional("*", new ValueType.Text(100));

    @TempDir Path shared;

    @Test
    void aFileThatIsRewrittenInPlaceIsReadInTheMiddle() throws IOException {
        Path file = shared.resolve("config.properties");
        Files.writeString(file, "nodes=2\nrule=mod2\n");

        try (var writer = Files.newBufferedWriter(file)) { // truncates
            assertThat(Files.readString(file)).as("read at this moment").isEmpty();
            writer.write("nodes=3\n");
            writer.flush(); // as happens by itself when the buffer is full
            assertThat(Files.readString(file))
                    .as("read at this moment: three nodes, and no rule")
                    .isEqualTo("nodes=3\n");
            writer.write("rule=mod3\n");
        }
    }

    @Test
    void aFileThatTwoReplaceKeepsTheWorkOfOne() throws IOException {
        Path file = shared.resolve("config.properties");
        Files.writeString(file, "a=1\n");
        String annas = Files.readString(file) + "anna=1\n";
        String bens = Files.readString(file) + "ben=1\n";

        replace(file, annas); // whole at every moment, and still …
        replace(file, bens);

        assertThat(Files.readString(file)).isEqualTo("a=1\nben=1\n").doesNotContain("anna");
    }

    private void replace(Path file, String text) throws IOException {
        Path next = Files.writeString(shared.resolve("next"), text);
        Files.move(next, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    /** It can do all but one thing: tell. Its readers ask, and most of the time for nothing. */
    @Test
    void aTableIsAtomicAndVersionedButMustBeAskedAgainAndAgain() throws Exception {
        var asked = new AtomicInteger();
        var changes = new AtomicInteger();
        try (Connection writer = DriverManager.getConnection("jdbc:h2:mem:why")) {
            try (var sql = writer.createStatement()) {
                sql.execute(
                        "create table config(name varchar primary key, text varchar, version int)");
                sql.execute("insert into config values ('nodes', '2', 1), ('rule', 'mod2', 1)");
            }
            Thread poller =
                    new Thread(
                            () -> poll("jdbc:h2:mem:why", Duration.ofMillis(20), asked, changes));
            poller.start();
            await().atMost(LONG).until(() -> asked.get() >= 25);
            assertThat(changes).as("news in 25 questions").hasValue(1);

            writer.setAutoCommit(false);
            try (var sql = writer.createStatement()) {
                sql.execute("update config set text = '3', version = 2 where name = 'nodes'");
                sql.execute("update config set text = 'mod3', version = 2 where name = 'rule'");
            }
            writer.commit(); // both or none: here a table is as good
            await().atMost(LONG).until(() -> changes.get() == 2);
            poller.interrupt();
            poller.join();
        }
        assertThat(asked.get()).as("questions for two pieces of news").isGreaterThan(25);
    }

    private static void poll(
            String url, Duration every, AtomicInteger asked, AtomicInteger changes) {
        int last = 0;
        try (Connection reader = DriverManager.getConnection(url);
                var sql = reader.prepareStatement("select max(version) from config")) {
            while (!Thread.currentThread().isInterrupted()) {
                try (ResultSet row = sql.executeQuery()) {
                    row.next();
                    asked.incrementAndGet();
                    if (row.getInt(1) != last) {
                        last = row.getInt(1);
                        changes.incrementAndGet();
                    }
                }
                Thread.sleep(every.toMillis()); // that is what polling is
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A topic: whoever is connected gets each message from then on. */
    private static final class Bus implements AutoCloseable {
        private final ServerSocket socket;
        private final List<Socket> subscribers = new CopyOnWriteArrayList<>();

        Bus() throws IOException {
            socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        }

        /** A subscriber that is connected when this returns. */
        BufferedReader subscribe() throws IOException {
            var client = new Socket(InetAddress.getLoopbackAddress(), socket.getLocalPort());
            client.setSoTimeout(20_000);
            subscribers.add(socket.accept());
            return new BufferedReader(
                    new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        }

        void publish(String message) throws IOException {
            for (Socket subscriber : subscribers) {
                new PrintWriter(subscriber.getOutputStream(), true, StandardCharsets.UTF_8)
                        .println(message);
            }
        }

        @Override
        public void close() throws IOException {
            for (Socket subscriber : subscribers) {
                subscriber.close();
            }
            socket.close();
        }
    }

    @Test
    void aBusTellsAtOnceButWhoJoinsLateKnowsNothingAndKeysComeOneByOne() throws IOException {
        var state = new TreeMap<>(Map.of("nodes", "2", "rule", "mod2"));
        try (var bus = new Bus();
                BufferedReader early = bus.subscribe()) {
            bus.publish("nodes=3");
            apply(early.readLine(), state);
            assertThat(state)
                    .as("what the subscriber routes by until the next message comes")
                    .isEqualTo(Map.of("nodes", "3", "rule", "mod2"));
            bus.publish("rule=mod3");
            apply(early.readLine(), state);

            try (BufferedReader late = bus.subscribe()) {
                bus.publish("comment=the late one hears this first");
                assertThat(late.readLine()).startsWith("comment=");
            }
        }
    }

    private static void apply(String message, Map<String, String> state) {
        String[] parts = message.split("=", 2);
        state.put(parts[0], parts[1]);
    }

    /** The same four cases: torn, overwritten, asked for nothing, late. */
    @Test
    void aConfigurationCentreDoesAllFour(TestRoot root) throws Exception {
        try (var client = Curators.connect(root.chroot(), Duration.ofSeconds(10))) {
            var publisher = new ConfigPublisher(client, "/config", ANY, 5);
            publisher.publish(0, Map.of("nodes", "2", "rule", "mod2"), "anna", "");
            var seen = new CopyOnWriteArrayList<Snapshot>();
            try (var early = watcher(client, seen)) {
                early.start();
                await().atMost(LONG).until(() -> seen.size() == 1);

                publisher.publish(1, Map.of("nodes", "3", "rule", "mod3"), "anna", "");
                await().atMost(LONG).until(() -> seen.size() == 2);
                assertThat(seen)
                        .extracting(Snapshot::values)
                        .containsExactly(
                                new TreeMap<>(Map.of("nodes", "2", "rule", "mod2")),
                                new TreeMap<>(Map.of("nodes", "3", "rule", "mod3")));
            }
            org.assertj.core.api.Assertions.assertThatExceptionOfType(
                            ConfigException.Conflict.class)
                    .isThrownBy(() -> publisher.publish(1, Map.of("nodes", "4"), "ben", ""));
            var lateOnes = new CopyOnWriteArrayList<Snapshot>();
            try (var late = watcher(client, lateOnes)) {
                late.start();
                await().atMost(LONG).until(() -> lateOnes.size() == 1);
            }
            assertThat(lateOnes.get(0).version()).isEqualTo(2);
        }
    }

    private static ConfigWatcher watcher(
            org.apache.curator.framework.CuratorFramework client, List<Snapshot> seen) {
        return new ConfigWatcher(
                NodeReader.over(client), "/config", ANY, (snapshot, diff) -> seen.add(snapshot));
    }
}
