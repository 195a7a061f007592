package labs.zookeeper.zab.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import labs.kit.LabTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(40)
class PeerLinkTest {
    private static final Hello HELLO = new Hello(0, 1, 3);
    private static final int CAPACITY = 100;
    private static final int SIZE = 1_000;
    private static final Duration LONG = Duration.ofSeconds(10);
    private final InetSocketAddress address = FreePorts.find(1).get(0);
    private final AtomicInteger sent = new AtomicInteger();
    private PeerLink link;
    private Thread talker;

    @BeforeEach
    void start() {
        link = new PeerLink(HELLO, address, CAPACITY);
        link.start();
    }

    @AfterEach
    void close() throws InterruptedException {
        if (talker != null) {
            talker.interrupt();
            talker.join();
        }
        link.close();
    }

    /** Sends the next number. */
    private void send() {
        link.send(ByteBuffer.allocate(SIZE).putInt(sent.incrementAndGet()).array());
    }

    /** Sends number after number, about ten thousand a second. */
    private void talk() {
        talker =
                new Thread(
                        () -> {
                            while (!Thread.currentThread().isInterrupted()) {
                                send();
                                LockSupport.parkNanos(100_000);
                            }
                        });
        talker.start();
    }

    private ServerSocket listen() throws IOException {
        var listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(address);
        listening.setSoTimeout((int) LONG.toMillis());
        return listening;
    }

    /** The peer's end of a connection that has said hello. */
    private static InputStream accept(Socket socket) throws IOException {
        socket.setSoTimeout((int) LONG.toMillis());
        var in = new BufferedInputStream(socket.getInputStream());
        assertThat(Hello.decode(Frames.read(in, Hello.LIMIT).orElseThrow()))
                .as("the first frame of each connection")
                .isEqualTo(HELLO);
        return in;
    }

    private static int number(InputStream in) throws IOException {
        return ByteBuffer.wrap(Frames.read(in, SIZE).orElseThrow()).getInt();
    }

    @Test
    void shouldSayWhoItIsAndThenSendInOrder() throws IOException {
        try (var listening = listen();
                var socket = listening.accept()) {
            InputStream in = accept(socket);
            int first = firstToArrive(in);
            for (int next = first + 1; next < first + 1_000; next++) {
                while (sent.get() < next + CAPACITY / 2) {
                    send(); // never so many that there is no room for them
                }
                assertThat(number(in)).as("nothing is lost while all is well").isEqualTo(next);
            }
        }
    }

    /** What is sent before the link has noticed that it is connected is dropped. */
    private int firstToArrive(InputStream in) throws IOException {
        while (in.available() == 0) {
            send();
            LockSupport.parkNanos(1_000_000);
        }
        return number(in);
    }

    @Test
    void shouldTryAgainUntilThePeerIsThere() throws IOException {
        talk();
        try (var listening = listen();
                var socket = listening.accept()) {
            assertThat(number(accept(socket))).isPositive();
        }
    }

    @Test
    void shouldForgetWhatWaitedWhileThePeerWasAway() throws IOException {
        for (int i = 0; i < 10; i++) {
            send();
        }
        try (var listening = listen();
                var socket = listening.accept()) {
            InputStream in = accept(socket);
            talk();
            assertThat(number(in))
                    .as(
                            "messages of before the connection are old: the node says again what counts")
                    .isGreaterThan(10);
        }
    }

    @Test
    void shouldConnectAgainAndNeverRepeatNorReorder() throws IOException {
        talk();
        List<Integer> received = new ArrayList<>();
        try (var listening = listen()) {
            for (int life = 0; life < 5; life++) {
                try (var socket = listening.accept()) {
                    InputStream in = accept(socket);
                    for (int i = 0; i < 200; i++) {
                        received.add(number(in));
                    }
                    socket.setSoLinger(true, 0); // closed by a reset, as by a crash
                }
            }
        }
        assertThat(received).isSorted().doesNotHaveDuplicates().hasSize(1_000);
    }

    @Test
    void shouldDropAndNotWaitWhenThePeerDoesNotRead() throws IOException {
        int all = 30_000; // 30 MB, more than sockets hold
        try (var listening = listen();
                var socket = listening.accept()) {
            InputStream in = accept(socket);
            assertTimeoutPreemptively(
                    LONG,
                    () -> {
                        for (int i = 0; i < all; i++) {
                            send();
                        }
                    },
                    "send must not wait for the peer: it runs on the node's only thread");
            talk();
            List<Integer> received = new ArrayList<>();
            int last;
            do {
                last = number(in);
                received.add(last);
            } while (last <= all);
            assertThat(received).isSorted().doesNotHaveDuplicates();
            assertThat(received.size())
                    .as(
                            "messages kept for a peer that does not read; at most %s may wait",
                            CAPACITY)
                    .isLessThan(all);
        }
    }

    @Test
    void shouldCloseThoughThePeerDoesNotRead() throws IOException {
        try (var listening = listen();
                var socket = listening.accept()) {
            accept(socket);
            for (int i = 0; i < 30_000; i++) {
                send();
            }
            assertTimeoutPreemptively(LONG, link::close, "close waits for a write that blocks");
        }
    }
}
