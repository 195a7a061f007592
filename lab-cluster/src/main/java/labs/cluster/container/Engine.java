package labs.cluster.container;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The container engine of this machine. It is asked before Testcontainers is, which looks for
 * minutes where there is none.
 */
public final class Engine {
    private static final Duration LIMIT = Duration.ofMillis(800);
    private static final String PING = "GET /_ping HTTP/1.0\r\n\r\n";
    private static final String VARIABLE = "DOCKER_HOST";
    private static final String WISHED = "LAB_DOCKER";
    private static final String CLEANER = "TESTCONTAINERS_RYUK_DISABLED";

    private Engine() {}

    /** Why no container can be started, on one line; nothing when an engine answers. */
    public static Optional<String> problem() {
        return problem(System.getenv());
    }

    static Optional<String> problem(Map<String, String> environment) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        List<String> places = places(environment);
        return places.stream().anyMatch(place -> answers(place, deadline))
                ? Optional.empty()
                : Optional.of(
                        "no container engine answers at %s: start Docker, or point %s at one"
                                .formatted(String.join(" or ", places), VARIABLE));
    }

    /** Why tests tagged {@code docker} do not run here, and what to do; nothing when they do. */
    static Optional<String> obstacle(Map<String, String> environment) {
        return problem(environment).or(() -> wish(environment)).or(Engine::cleaner);
    }

    /** Nobody who only types {@code mvn test} is to wait for images of some gigabytes. */
    private static Optional<String> wish(Map<String, String> environment) {
        return environment.getOrDefault(WISHED, "").equals("1")
                ? Optional.empty()
                : Optional.of(
                        "set %s=1 to run it: it builds images of up to 0.8 GB each, once"
                                .formatted(WISHED));
    }

    /**
     * Makes sure that one answers, and that Testcontainers pulls no image.
     *
     * @throws IllegalStateException with {@link #problem}, or with what to set
     */
    static void require() {
        problem()
                .or(Engine::cleaner)
                .ifPresent(
                        problem -> {
                            throw new IllegalStateException(problem);
                        });
    }

    /** It is read from the environment only, and without it a machine offline waits for minutes. */
    private static Optional<String> cleaner() {
        return Boolean.parseBoolean(System.getenv(CLEANER))
                ? Optional.empty()
                : Optional.of(
                        ("set %s=true in the environment: Testcontainers' own cleaner is an image"
                                        + " to be pulled, and not needed here")
                                .formatted(CLEANER));
    }

    /** Where clients look for it: what the user says, else the sockets that there are. */
    private static List<String> places(Map<String, String> environment) {
        String said = environment.getOrDefault(VARIABLE, "").strip();
        if (!said.isEmpty()) {
            return List.of(said);
        }
        String home = System.getProperty("user.home");
        String common = "/var/run/docker.sock";
        List<String> others =
                Stream.of(
                                environment.getOrDefault("XDG_RUNTIME_DIR", "/none")
                                        + "/docker.sock",
                                home + "/.docker/run/docker.sock",
                                home + "/.docker/desktop/docker.sock")
                        .filter(socket -> Files.exists(Path.of(socket)))
                        .toList();
        return Stream.concat(Stream.of(common), others.stream())
                .map(socket -> "unix://" + socket)
                .toList();
    }

    private static boolean answers(String place, long deadline) {
        try {
            URI uri = URI.create(place);
            return "unix".equals(uri.getScheme())
                    ? answers(
                            StandardProtocolFamily.UNIX,
                            UnixDomainSocketAddress.of(uri.getPath()),
                            deadline)
                    : answers(
                            StandardProtocolFamily.INET,
                            new InetSocketAddress(uri.getHost(), uri.getPort()),
                            deadline);
        } catch (IOException | RuntimeException unreachable) {
            return false; // nobody listens there, or it is no address
        }
    }

    private static boolean answers(ProtocolFamily family, SocketAddress address, long deadline)
            throws IOException {
        try (var channel = SocketChannel.open(family);
                var selector = Selector.open()) {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            if (!channel.connect(address)) {
                await(selector, deadline);
                channel.finishConnect();
            }
            channel.write(ByteBuffer.wrap(PING.getBytes(US_ASCII))); // fits into any socket
            key.interestOps(SelectionKey.OP_READ);
            await(selector, deadline);
            ByteBuffer answer = ByteBuffer.allocate(16);
            channel.read(answer);
            // One that wants TLS answers as well, and Testcontainers knows how to talk to it.
            return answer.position() > 0;
        }
    }

    private static void await(Selector selector, long deadline) throws IOException {
        long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (left <= 0 || selector.select(left) == 0) {
            throw new IOException("no answer in time");
        }
        selector.selectedKeys().clear();
    }
}
