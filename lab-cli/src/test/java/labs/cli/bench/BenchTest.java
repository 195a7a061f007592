package labs.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import labs.cli.bench.Bench.Ratio;
import labs.cli.bench.Bench.Result;
import labs.cli.terminal.Console;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchTest {
    private static final String JSON =
            """
            {"chapter": "toy", "results": [
              {"name": "calls-64", "title": "64 connections", "unit": "calls/s", "better": "higher",
               "series": [{"name": "ours", "values": [52000, 51000, 40000]},
                          {"name": "theirs", "values": [5200, 5000, 5000]}],
               "ratios": [{"of": "ours", "to": "theirs", "goal": 10},
                          {"of": "ours", "to": "theirs", "goal": 12},
                          {"of": "theirs", "to": "ours"}]}
            ]}
            """;

    @TempDir Path dir;

    @Test
    void shouldTakeRatiosRoundByRound() throws IOException {
        Result result = read(JSON).results().get(0);

        Spread spread = result.spread(result.ratios().get(0));

        assertThat(spread.median()).isCloseTo(10.0, within(1e-9));
        assertThat(spread.least()).isCloseTo(8.0, within(1e-9));
        assertThat(spread.most()).isCloseTo(10.2, within(1e-9));
        assertThat(result.meets(result.ratios().get(0))).isTrue();
        assertThat(result.meets(result.ratios().get(1))).isFalse();
    }

    @Test
    void shouldAskForAtMostTheGoalWhereLowerIsBetter() throws IOException {
        Result result = read(JSON.replace("higher", "lower")).results().get(0);

        assertThat(result.meets(new Ratio("theirs", "ours", 0.2))).isTrue();
        assertThat(result.meets(new Ratio("theirs", "ours", 0.05))).isFalse();
    }

    @Test
    void shouldKeepWhatAPartDidNotMeasure() throws IOException {
        Path file = Files.writeString(dir.resolve("whole.json"), JSON);
        Bench again = read(JSON.replace("52000", "1"));
        Bench other = read(JSON.replace("calls-64", "start"));

        BenchWriter.merge(again, file);
        BenchWriter.merge(other, file);

        Bench whole = BenchReader.read(file, "toy");
        assertThat(whole.results()).extracting(Result::name).containsExactly("calls-64", "start");
        assertThat(whole.results().get(0)).isEqualTo(again.results().get(0));
        assertThat(whole.results().get(1)).isEqualTo(other.results().get(0));
    }

    @Test
    void shouldPrintMediansAndGoals() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, UTF_8);

        new BenchPrinter(Console.plain(print, print)).print(read(JSON));

        assertThat(out.toString(UTF_8))
                .contains("64 connections  calls/s, median of 3 rounds")
                .contains("ours                         51,000 (40,000 … 52,000)")
                .contains("ours : theirs = 10.0 (8.00 … 10.2)  goal at least 10.0: met")
                .contains("goal at least 12.0: not met");
    }

    @Test
    void shouldDrawAChart() throws IOException {
        Path chart = dir.resolve("charts/toy-calls-64.svg");

        BarChart.draw(read(JSON).results().get(0), chart);

        // XChart draws letters as outlines: what can be seen here is that the picture is whole.
        assertThat(Files.readString(chart).strip()).startsWith("<?xml").endsWith("</svg>");
        assertThat(Files.size(chart)).isLessThan(200_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "chapter": "toy" | "chapter": "rpc"  | chapter must be 'toy'
                    "unit"           | "units"           | property
                    "better": "higher" | "better": "more" | better must be higher or lower
                    52000, 51000, 40000 | 52000, 51000   | different numbers of rounds
                    52000            | 0                 | must be above 0
                    52000            | "52000"           | Cannot coerce
                    "to": "theirs", "goal": 10} | "to": "them", "goal": 10} | no series is called 'them'
                    calls-64         | ../calls          | cannot be part of a file's name
                    "name": "theirs" | "name": "ours"    | two series are called 'ours'
                    "goal": 10}      | "goal": -1}       | a goal must be above 0
                    """)
    void shouldRefuseFiguresThatCannotBeCompared(String find, String with, String message) {
        assertThat(JSON + "\n").contains(find);
        assertThatThrownBy(() -> read(JSON.replace(find, with)))
                .hasMessageContaining("toy.json")
                .hasMessageContaining(message);
    }

    @Test
    void shouldSayThatTheBenchmarkWroteNothing() {
        assertThatThrownBy(() -> BenchReader.read(dir.resolve("none.json"), "toy"))
                .hasMessageContaining("was not written by the benchmark");
    }

    private Bench read(String json) throws IOException {
        return BenchReader.read(Files.writeString(dir.resolve("toy.json"), json), "toy");
    }
}
