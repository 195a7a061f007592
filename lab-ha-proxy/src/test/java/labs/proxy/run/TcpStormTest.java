package labs.proxy.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;
import labs.proxy.testing.Running;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many connections in mode tcp at once. Both sides talk at the same time, in pieces of any size;
 * some read slowly; each shuts its direction when it has said all, or is killed before that. What
 * each says follows from a number that the client sends first.
 */
@Timeout(120)
final class TcpStormTest {
    private static final int CONNECTIONS = 32;
    private static final int MOST = 2 << 20;
    private static final int GREETING = '!';
    private static final int PATIENCE_MILLIS = 60_000;

    @RegisterExtension final Running running = new Running();

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void shouldLeaveNoThread() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    /** How the bytes that a side got ended. */
    private enum End {
        WHOLE,
        RESET
    }

    private record Got(long count, long hash, End end) {}

    /** What one side does. */
    private static final class Side {
        private final long seed;
        private final int length;
        private final int killedAt; // behind so many bytes; -1 for never
        private final boolean slow;

        Side(long connection, boolean client) {
            seed = 2 * connection + (client ? 1 : 0);
            var random = new Random(seed);
            length = random.nextInt(MOST);
            // One side at most, so that it is known what the other must see.
            boolean killed = connection % 4 == 0 && client == (connection % 8 == 0);
            killedAt = killed ? random.nextInt(length) : -1;
            slow = random.nextInt(3) == 0;
        }

        boolean isKilled() {
            return killedAt >= 0;
        }

        byte[] words() {
            byte[] words = new byte[length];
            new Random(~seed).nextBytes(words);
            return words;
        }

        void talk(Socket socket) throws IOException {
            var random = new Random(seed + 17);
            byte[] words = words();
            int last = isKilled() ? killedAt : length;
            OutputStream out = socket.getOutputStream();
            for (int at = 0; at < last; ) {
                int some = Math.min(last - at, 1 + random.nextInt(200_000));
                out.write(words, at, some);
                at += some;
            }
            if (isKilled()) {
                socket.setSoLinger(true, 0);
                socket.close();
            } else {
                socket.shutdownOutput();
            }
        }

        Got listen(Socket socket) throws IOException {
            var hash = new CRC32C();
            byte[] room = new byte[slow ? 10_000 : 100_000];
            long count = 0;
            try {
                InputStream in = socket.getInputStream();
                for (int n = in.read(room); n >= 0; n = in.read(room)) {
                    hash.update(room, 0, n);
                    count += n;
                    if (slow) {
                        LockSupport.parkNanos(100_000); // the load, and nothing is waited for
                    }
                }
            } catch (SocketException reset) {
                return new Got(count, hash.getValue(), End.RESET);
            }
            return new Got(count, hash.getValue(), End.WHOLE);
        }

        void judge(Got got, String by) {
            var hash = new CRC32C();
            hash.update(words(), 0, (int) Math.min(got.count(), length));
            assertThat(got.hash())
                    .as("what %s got, %d bytes", by, got.count())
                    .isEqualTo(hash.getValue());
            assertThat(got.end())
                    .as("the end that %s sees", by)
                    .isEqualTo(isKilled() ? End.RESET : End.WHOLE);
            if (isKilled()) {
                assertThat(got.count()).isLessThanOrEqualTo(killedAt);
            } else {
                assertThat(got.count()).as("whole for %s", by).isEqualTo(length);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20_000})
    void shouldLoseNothingInAStorm(long seed) throws Exception {
        var server = running.closed(new ServerSocket());
        server.setSoTimeout(PATIENCE_MILLIS);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), CONNECTIONS);
        InetSocketAddress proxy =
                running.proxy(
                                """
                                defaults
                                    mode tcp
                                    timeout connect 20s
                                    timeout client 60s
                                    timeout server 60s
                                listen storm
                                    bind 127.0.0.1:0
                                    server one 127.0.0.1:%d
                                """,
                                server.getLocalPort())
                        .address("storm");
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            long connection = seed + i;
            all.add(threads.submit(() -> client(proxy, connection)));
            Socket accepted = running.closed(server.accept());
            all.add(threads.submit(() -> server(accepted)));
        }
        for (Future<?> one : all) {
            one.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private Void client(InetSocketAddress proxy, long connection) throws Exception {
        try (var socket = new Socket()) {
            socket.connect(proxy, PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(ByteBuffer.allocate(8).putLong(connection).array());
            assertThat(socket.getInputStream().read()).as("greeting").isEqualTo(GREETING);
            if (new Side(connection, false).isKilled()) {
                socket.getOutputStream().write(GREETING);
            }
            both(socket, connection, true);
        }
        return null;
    }

    // Who will be killed waits until the other knows who is there: a kill overtakes what was said.
    private Void server(Socket socket) throws Exception {
        try (socket) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            long connection = ByteBuffer.wrap(socket.getInputStream().readNBytes(8)).getLong();
            socket.getOutputStream().write(GREETING);
            if (new Side(connection, false).isKilled()) {
                assertThat(socket.getInputStream().read()).as("greeting").isEqualTo(GREETING);
            }
            both(socket, connection, false);
        }
        return null;
    }

    private void both(Socket socket, long connection, boolean isClient) throws Exception {
        var own = new Side(connection, isClient);
        var other = new Side(connection, !isClient);
        Future<Void> talking =
                threads.submit(
                        () -> {
                            own.talk(socket);
                            return null;
                        });
        Got got = own.listen(socket);
        // A reset is told once, to whoever asks first: if that was the write, the read sees an end.
        if (wasReset(talking)) {
            got = new Got(got.count(), got.hash(), End.RESET);
        }
        if (!own.isKilled()) {
            other.judge(got, (isClient ? "client " : "server ") + connection);
        }
    }

    private static boolean wasReset(Future<Void> talking) throws Exception {
        try {
            talking.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            return false;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SocketException) {
                return true;
            }
            throw e;
        }
    }
}
