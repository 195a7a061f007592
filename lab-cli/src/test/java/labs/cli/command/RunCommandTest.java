package labs.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import labs.cli.SyntheticCourse;
import labs.cli.terminal.Console;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ParseResult;

class RunCommandTest {
    @TempDir Path dir;

    @Test
    void shouldListTheDemos() {
        SyntheticCourse.at(dir);

        assertThat(LabRun.in(dir, "run").out())
                .contains("A toy", "lab run toy tour --port N", "adds and doubles");
        assertThat(LabRun.in(dir, "run", "toy", "--help").out()).contains("lab run toy tour");
    }

    @Test
    void shouldSuggestWhatWasMeant() {
        SyntheticCourse.at(dir);

        LabRun chapter = LabRun.in(dir, "run", "tyo");
        assertThat(chapter.code()).isEqualTo(ExitCode.USAGE);
        assertThat(chapter.err()).contains("no chapter 'tyo' (did you mean toy?)");

        LabRun demo = LabRun.in(dir, "run", "toy", "tuor");
        assertThat(demo.code()).isEqualTo(ExitCode.USAGE);
        assertThat(demo.err()).contains("toy has no demo 'tuor' (did you mean tour?)");
    }

    @Test
    void shouldHandOnTheArgumentsOfADemoAsTheyAre() {
        List<String> words =
                List.of("toy", "tour", "--port", "8080", "--help", "--", "-x=1", "@file", "'a b'");

        assertThat(positionals("run", words)).isEqualTo(words);
    }

    private List<String> positionals(String command, List<String> words) {
        Console console = Console.plain(System.out, System.err);
        Context context = new Context(console, dir, Map.of(), dir);
        String[] line =
                Stream.concat(List.of(command).stream(), words.stream()).toArray(String[]::new);
        ParseResult parsed = Commands.tree(context).parseArgs(line).subcommand();
        return parsed.matchedPositionals().stream()
                .flatMap(matched -> matched.originalStringValues().stream())
                .toList();
    }
}
