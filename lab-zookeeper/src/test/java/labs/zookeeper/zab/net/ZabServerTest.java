package labs.zookeeper.zab.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import labs.kit.LabTest;
import labs.zookeeper.zab.NotPrimaryException;
import labs.zookeeper.zab.OutcomeUnknownException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three whole nodes in this JVM, wired by sockets. */
@LabTest
@Timeout(60)
class ZabServerTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    @TempDir Path folder;
    private final List<InetSocketAddress> ports = FreePorts.find(6);
    private final List<InetSocketAddress> peers = ports.subList(0, 3);
    private final List<InetSocketAddress> clients = ports.subList(3, 6);
    private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
    private final List<ZabServer> servers = new ArrayList<>();
    private CounterClient client;

    @BeforeEach
    void start() {
        client = new CounterClient(clients, LONG);
        startAll();
    }

    private void startAll() {
        IntStream.range(0, 3).forEach(id -> servers.add(server(id)));
    }

    private Path file(int id) {
        return folder.resolve("node-" + id).resolve("zab.log");
    }

    private ZabServer server(int id) {
        var config = new ZabConfig(id, peers, peers.get(id), clients, file(id));
        return ZabServer.start(config, log::add, failures::add);
    }

    private void stopAll() {
        servers.forEach(ZabServer::close);
        servers.clear();
    }

    @AfterEach
    void stop() {
        client.close();
        stopAll();
        assertThat(failures).as("why nodes ended themselves").isEmpty();
    }

    @Test
    void shouldElectAndCountAndTellEveryNode() {
        assertThat(client.add(2)).isEqualTo(2);
        assertThat(client.add(3)).isEqualTo(5);
        assertThat(client.add(0)).as("a read").isEqualTo(5);
        for (InetSocketAddress node : clients) {
            await().atMost(LONG)
                    .untilAsserted(
                            () ->
                                    assertThat(CounterClient.peek(node, LONG).value())
                                            .as("at %s", node)
                                            .isEqualTo(5));
        }
    }

    @Test
    void shouldTellAClientWhereThePrimaryIs() {
        client.add(1);
        // On a busy machine an election may begin at any time: then look, and ask again.
        await().atMost(LONG).untilAsserted(this::requireThatFollowersTellWhereThePrimaryIs);
        await().atMost(LONG)
                .ignoreExceptionsInstanceOf(OutcomeUnknownException.class)
                .untilAsserted(this::requireThatAFollowerRedirects);
    }

    private void requireThatFollowersTellWhereThePrimaryIs() throws IOException {
        InetSocketAddress primary = only(true).get(0);
        List<InetSocketAddress> followers = only(false);
        assertThat(followers).hasSize(2);
        for (InetSocketAddress follower : followers) {
            assertThat(ask(follower))
                    .isEqualTo(
                            new ClientReply.NotPrimary(
                                    primary.getHostString() + ":" + primary.getPort()));
        }
    }

    private void requireThatAFollowerRedirects() throws IOException {
        InetSocketAddress follower = only(false).get(0);
        long before = client.add(0);
        try (var redirected = new CounterClient(List.of(follower), LONG)) {
            assertThat(redirected.add(1)).as("by way of %s", follower).isEqualTo(before + 1);
        }
    }

    /** Those that are the primary at this moment, or those that are not; never none. */
    private List<InetSocketAddress> only(boolean primary) throws IOException {
        var found = new ArrayList<InetSocketAddress>();
        for (InetSocketAddress node : clients) {
            if (CounterClient.peek(node, LONG).primary() == primary) {
                found.add(node);
            }
        }
        assertThat(found).as(primary ? "primaries" : "followers").isNotEmpty();
        return found;
    }

    /** What that node answers to a read: it changes nothing, whoever does it. */
    private static ClientReply ask(InetSocketAddress node) throws IOException {
        try (var socket = new Socket(node.getAddress(), node.getPort())) {
            Frames.write(socket.getOutputStream(), new ClientRequest.Add(0).encode());
            return ClientReply.decode(Frames.read(socket.getInputStream(), 1_024).orElseThrow());
        }
    }

    @Test
    void shouldFindItAllOnDiskWhenAllStartAgain() {
        assertThat(client.add(7)).isEqualTo(7);
        stopAll();
        startAll();

        client.close();
        client = new CounterClient(clients, LONG);
        assertThat(client.add(1)).isEqualTo(8);
    }

    @Test
    void shouldSayThatNothingWasDoneWhenThereIsNoMajority() {
        client.add(1);
        servers.get(0).close();
        servers.get(1).close();
        try (var hurried = new CounterClient(clients, Duration.ofSeconds(1))) {
            await().atMost(LONG).until(() -> !CounterClient.peek(clients.get(2), LONG).primary());
            assertThatThrownBy(() -> hurried.add(1)).isInstanceOf(NotPrimaryException.class);
        }
    }

    @Test
    void shouldServeOthersWhenAClientSendsNonsense() throws IOException {
        client.add(1);
        for (InetSocketAddress node : clients) {
            try (var socket = new Socket(node.getAddress(), node.getPort())) {
                socket.setSoTimeout((int) LONG.toMillis());
                socket.getOutputStream().write("add one, please\r\n".getBytes(US_ASCII));
                assertThat(socket.getInputStream().read()).as("closed").isEqualTo(-1);
            }
        }
        assertThat(client.add(1)).isEqualTo(2);
    }

    @Test
    void shouldSayThatAPortIsTakenAndLeaveNothingOpen() {
        servers.get(0).close();
        var taken = new ZabConfig(0, peers, clients.get(1), clients, file(0));
        assertThatThrownBy(() -> ZabServer.start(taken, log::add, failures::add))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("taken")
                .hasMessageContaining(String.valueOf(clients.get(1).getPort()));

        servers.set(0, server(0));
    }

    @Test
    void shouldNotStartWithAFileThatIsDamaged() throws IOException {
        client.add(1);
        client.add(2);
        await().atMost(LONG).until(() -> CounterClient.peek(clients.get(0), LONG).value() == 3);
        servers.get(0).close();
        byte[] bytes = Files.readAllBytes(file(0));
        bytes[20] ^= 1;
        Files.write(file(0), bytes);

        assertThatThrownBy(() -> server(0))
                .isInstanceOf(CorruptDiskException.class)
                .hasMessageContaining(file(0).toString());

        Files.delete(file(0));
        servers.set(0, server(0));
        await("it learns all from the others")
                .atMost(LONG)
                .until(() -> CounterClient.peek(clients.get(0), LONG).value() == 3);
    }
}
