package labs.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandBlockTest {
    @TempDir Path dir;

    @Test
    void shouldRunInTheDirectoryAndStopAtTheFirstFailure() {
        assertThat(run("echo made > here.txt\ntest -f here.txt").holds()).isTrue();
        assertThat(dir.resolve("here.txt")).exists();

        Evidence failed = run("echo before\nfalse\necho after");

        assertThat(failed.against()).contains("it ended with exit code 1", "| before");
        assertThat(failed.against().toString()).doesNotContain("after");
    }

    @Test
    void shouldPressCtrlCOnceTheAwaitedLineCame() throws IOException {
        Evidence ended =
                run("echo $$ > pid\necho serving at 8080\ntail -f /dev/null", "serving at [0-9]+");

        assertThat(ended.against()).isEmpty();
        assertThat(isAlive(Files.readString(dir.resolve("pid")))).isFalse();
    }

    @Test
    void shouldSayThatTheAwaitedLineNeverCame() {
        assertThat(run("echo something else", "serving").against())
                .contains("it did not print serving", "| something else");
    }

    @Test
    void shouldFindFaultWithABadEndAfterCtrlC() {
        Evidence ended =
                run(
                        "trap 'exit 7' INT\necho ready\nwhile :; do read -t 1 <> <(:) || :; done",
                        "ready");

        assertThat(ended.against()).contains("after Ctrl-C it ended with exit code 7");
    }

    @Test
    void shouldLeaveNoProcessBehind() throws IOException {
        run("tail -f /dev/null & echo $! > pid");

        String pid = Files.readString(dir.resolve("pid"));
        await().until(() -> !isAlive(pid));
    }

    private static boolean isAlive(String pid) {
        return ProcessHandle.of(Long.parseLong(pid.strip()))
                .map(ProcessHandle::isAlive)
                .orElse(false);
    }

    private Evidence run(String script) {
        return new CommandBlock(script + "\n", Optional.empty()).run(dir, dir);
    }

    private Evidence run(String script, String until) {
        return new CommandBlock(script + "\n", Optional.of(Pattern.compile(until))).run(dir, dir);
    }
}
