package labs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
final class ServerProcessTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final List<String> COUNTS =
            List.of("sh", "-c", "i=0; while :; do i=$((i+1)); echo $i; sleep 0.01; done");

    @TempDir Path folder;
    private Path log;
    private ServerProcess server;

    @BeforeEach
    void create() {
        log = folder.resolve("server.log");
        server = new ServerProcess("counter", log);
    }

    @AfterEach
    void end() {
        server.killAll();
    }

    @Test
    void shouldStartAgainAfterAKillAndGoOnWithTheSameLog() throws IOException {
        server.start(List.of("sh", "-c", "echo first; sleep 3600"));
        await().atMost(LONG).until(() -> Files.readString(log).contains("first"));

        server.kill();
        assertThat(server.isAlive()).isFalse();
        server.start(List.of("sh", "-c", "echo second; sleep 3600"));

        await().atMost(LONG).until(() -> Files.readString(log).equals("first\nsecond\n"));
        assertThat(server.lastLines()).isEqualTo("first\nsecond");
    }

    @Test
    void shouldDoNothingWhilePaused() throws IOException {
        server.start(COUNTS);
        await().atMost(LONG).until(() -> Files.size(log) > 0);

        server.pause();
        long size = Files.size(log);
        assertThat(server.isAlive()).isTrue();
        assertThat(Files.size(log)).isEqualTo(size);

        server.resume();
        await().atMost(LONG).until(() -> Files.size(log) > size);
    }

    @Test
    void shouldStopByAskingFirst() throws IOException {
        server.start(
                List.of(
                        "sh",
                        "-c",
                        "trap 'echo bye; exit' TERM; echo up; while :; do sleep 0.01; done"));
        await().atMost(LONG).until(() -> Files.readString(log).contains("up"));

        server.stop();

        assertThat(Files.readString(log)).contains("bye");
    }

    @Test
    void shouldKillWhatHasOutlivedTheServer() {
        server.start(List.of("sh", "-c", "sleep 3600 & wait"));
        await().atMost(LONG).until(() -> server.tree().size() == 2);
        ProcessHandle child = server.tree().get(1);
        server.kill();
        assertThat(child.isAlive()).isTrue();

        server.killAll();

        await().atMost(LONG).until(() -> !child.isAlive());
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "pause"})
    void shouldDieWithTheJvmThatStartedIt(String how) throws IOException {
        ProcessHandle itsServer;
        try (var holder = Holder.start(folder, how)) {
            itsServer = ProcessHandle.of(holder.server()).orElseThrow();
            assertThat(itsServer.isAlive()).isTrue();
        }
        await().atMost(LONG).until(() -> !itsServer.isAlive());
    }

    @Test
    void shouldKeepTheLogsOfServersThatAreGone() throws IOException {
        try (var directory = WorkDirectory.create(folder, "kept")) {
            var gone = new ServerProcess("gone 1", directory.path().resolve("server.log"));
            gone.start(List.of("sh", "-c", "echo last words"));
            await().atMost(LONG).until(() -> !gone.isAlive());
        }
        Path kept = folder.resolve("kept");

        ServerLogs.keep(kept);

        assertThat(kept.resolve("01-gone-1.log")).content().contains("last words");
    }
}
