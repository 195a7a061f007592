package labs.cluster.container;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EngineTest {
    @TempDir Path dir;

    private Optional<String> problemAt(String place) {
        return Engine.problem(Map.of("DOCKER_HOST", place));
    }

    private ServerSocketChannel listening(Path socket) throws IOException {
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        return server.bind(UnixDomainSocketAddress.of(socket));
    }

    @Test
    void shouldSayOnOneLineWhereNobodyAnswers() {
        Path socket = dir.resolve("none.sock");

        assertThat(problemAt("unix://" + socket))
                .hasValueSatisfying(
                        line ->
                                assertThat(line)
                                        .contains("no container engine answers at unix://" + socket)
                                        .contains("DOCKER_HOST")
                                        .doesNotContain("\n"));
        assertThat(problemAt("tcp://127.0.0.1:1")).isPresent();
        assertThat(problemAt("not an address")).isPresent();
    }

    @Test
    void shouldNotWaitForOneThatNeverAnswers() throws IOException {
        Path socket = dir.resolve("silent.sock");
        try (var silent = listening(socket)) {
            assertThat(silent.isOpen()).isTrue();
            // The limit of the test is a minute: it ends because the question does.
            assertThat(problemAt("unix://" + socket)).isPresent();
        }
    }

    @Test
    void shouldFindOneThatAnswers() throws Exception {
        Path socket = dir.resolve("engine.sock");
        try (var engine = listening(socket)) {
            var answering = new Thread(() -> answer(engine), "engine");
            answering.start();

            assertThat(problemAt("unix://" + socket)).isEmpty();

            answering.join(Duration.ofSeconds(30).toMillis());
        }
    }

    private static void answer(ServerSocketChannel engine) {
        try (var client = engine.accept()) {
            client.read(ByteBuffer.allocate(100));
            client.write(ByteBuffer.wrap("HTTP/1.0 200 OK\r\n\r\nOK".getBytes(US_ASCII)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
