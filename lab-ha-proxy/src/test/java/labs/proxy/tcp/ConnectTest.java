package labs.proxy.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that cannot be reached. */
@Timeout(60)
final class ConnectTest {
    private final Servers servers = new Servers();
    private final ServerSocket server = servers.listen();
    private final List<List<InetSocketAddress>> asked = new CopyOnWriteArrayList<>();
    private TcpProxy proxy;

    @AfterEach
    void shouldLeaveNothingBehind() {
        servers.close();
        try {
            await("connections closed").until(() -> proxy.connections() == 0);
        } finally {
            proxy.close();
        }
        assertThat(proxy.buffers()).as("buffers that nobody released").isZero();
    }

    @Test
    void shouldGoToTheNextServerWhenOneRefuses() throws IOException {
        InetSocketAddress refusing = servers.refusing();
        begin(2, refusing, refusing, Servers.address(server));
        echo(servers.connect(proxy.address()));
        assertThat(asked)
                .as("what the route was told of the tries before")
                .containsExactly(List.of(), List.of(refusing), List.of(refusing, refusing));
    }

    @Test
    void shouldGoToTheNextServerWhenOneIsSilent() throws IOException {
        begin(1, servers.silent(), Servers.address(server));
        echo(servers.connect(proxy.address()));
    }

    @Test
    void shouldNotLoseWhatTheClientSaidBeforeThereWasAServer() throws IOException {
        begin(1, servers.silent(), Servers.address(server));
        Socket client = servers.connect(proxy.address());
        client.getOutputStream().write("early".getBytes());
        client.shutdownOutput();
        Socket served = servers.accept(server);
        assertThat(served.getInputStream().readAllBytes()).asString().isEqualTo("early");
        served.getOutputStream().write("late".getBytes());
        served.close();
        assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("late");
    }

    @Test
    void shouldCloseWhenTheRetriesAreUsedUp() throws IOException {
        InetSocketAddress refusing = servers.refusing();
        begin(2, refusing, refusing, refusing, Servers.address(server));
        Socket client = servers.connect(proxy.address());
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(asked).as("one try and two retries").hasSize(3);
    }

    @Test
    void shouldCloseWhenThereIsNoServer() throws IOException {
        begin(5);
        for (int i = 0; i < 3; i++) {
            Socket client = servers.connect(proxy.address());
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void shouldNotTryOnForAClientThatHasGone() throws IOException {
        InetSocketAddress silent = servers.silent();
        begin(50, silent, silent, Servers.address(server));
        Socket client = servers.connect(proxy.address());
        await().until(() -> asked.size() >= 1);
        client.setSoLinger(true, 0);
        client.close();
        await("closed").until(() -> proxy.connections() == 0);
        assertThat(asked.size()).as("no tries for nobody").isLessThan(3);
    }

    private void begin(int retries, InetSocketAddress... route) throws IOException {
        Duration timeout = Duration.ofMillis(300);
        proxy =
                TcpProxy.start(
                        new TcpOptions(Servers.anywhere(), timeout, retries, true),
                        (from, tried) -> {
                            asked.add(tried);
                            return tried.size() < route.length
                                    ? Optional.of(route[tried.size()])
                                    : Optional.empty();
                        });
    }

    private void echo(Socket client) throws IOException {
        Socket served = servers.accept(server);
        client.getOutputStream().write(7);
        assertThat(served.getInputStream().read()).isEqualTo(7);
        served.getOutputStream().write(8);
        assertThat(client.getInputStream().read()).isEqualTo(8);
    }
}
