package labs.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HelpTest {
    @TempDir Path anywhere;

    static Stream<String> commands() {
        return Commands.tree(Context.ofSystem()).getSubcommands().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldExplainEveryCommandWithExamplesAndExitCodes(String command) {
        LabRun help = LabRun.in(anywhere, command, "--help");

        assertThat(help.code()).isZero();
        assertThat(help.out())
                .startsWith("Usage: lab " + command)
                .contains("Exit codes:", "130", "Examples:", "  lab " + command);
    }

    @Test
    void shouldPrintItsVersion() {
        assertThat(LabRun.in(anywhere, "--version").out()).startsWith("lab ").contains("Java");
    }

    @Test
    void shouldCompleteItsCommandsInTheShell() {
        String script = LabRun.in(anywhere, "completion").out();

        assertThat(script).startsWith("#!").contains("_complete_lab", "handout", "--reveal");
    }

    @Test
    void shouldSuggestTheCommandThatWasMeant() {
        LabRun wrong = LabRun.in(anywhere, "strat");

        assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err())
                .contains("did you mean start?", "lab --help")
                .doesNotContain("Exit codes");
    }

    @Test
    void shouldSayWhatToDoOutsideOfACourse() {
        LabRun lost = LabRun.in(anywhere, "list");

        assertThat(lost.code()).isEqualTo(ExitCode.USAGE);
        assertThat(lost.err()).contains("no course.yaml", "LAB_HOME");
    }
}
