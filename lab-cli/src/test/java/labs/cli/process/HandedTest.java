package labs.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In a JVM of its own, as lab is: what is tested happens at its end. */
@Timeout(60)
class HandedTest {
    private static final String DEMO =
            """
            trap 'echo clean > ended; exit 0' TERM INT
            echo $$ > pid
            while :; do tail -f /dev/null & wait $!; done
            """;

    @TempDir Path dir;

    /** Hands the terminal to a command, as {@code lab run} does. */
    public static void main(String[] command) {
        System.exit(Handed.over(Path.of(command[0]), List.of(command).subList(1, command.length)));
    }

    @Test
    void shouldReturnTheExitCode() throws Exception {
        assertThat(start("bash", "-c", "exit 9").waitFor()).isEqualTo(9);
    }

    @Test
    void shouldLetTheProgramEndCleanlyWhenAskedToEnd() throws Exception {
        Path script = Files.writeString(dir.resolve("demo.sh"), DEMO);
        Process lab = start("bash", script.toString());
        await().until(() -> Files.exists(dir.resolve("pid")));

        ask(lab);
        assertThat(lab.waitFor()).isEqualTo(143);

        assertThat(dir.resolve("ended")).hasContent("clean");
        long pid = Long.parseLong(Files.readString(dir.resolve("pid")).strip());
        assertThat(ProcessHandle.of(pid)).isEmpty();
    }

    /** By SIGTERM: what a shell starts in the background ignores SIGINT, and so do its children. */
    private static void ask(Process process) throws IOException {
        Captured sent = Captured.of(Path.of("/"), "kill", "-TERM", Long.toString(process.pid()));
        assertThat(sent.succeeded()).as(sent.text()).isTrue();
    }

    private Process start(String... command) throws IOException {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                HandedTest.class.getName(),
                                dir.toString()));
        all.addAll(List.of(command));
        return new ProcessBuilder(all)
                .redirectOutput(new File("/dev/null"))
                .redirectErrorStream(true)
                .start();
    }
}
