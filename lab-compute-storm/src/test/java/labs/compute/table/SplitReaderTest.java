package labs.compute.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class SplitReaderTest {
    private static final List<Column> TWO =
            List.of(new Column("a", ColumnType.BIGINT), new Column("b", ColumnType.BIGINT));

    @TempDir Path directory;

    @Test
    void shouldReadEachLineOnceHoweverTheFileIsCut() throws IOException {
        for (String end : new String[] {"\n", ""}) {
            Path file = write("1,-20\n300,4\n-5,6\n7000000000000,8" + end);
            for (int bytes = 1; bytes < 40; bytes++) {
                var all = new ColumnBatch(2, 1);
                for (Split split : Split.of(file, bytes)) {
                    ColumnBatch batch = reader().read(split);
                    all.append(batch, 0, batch.rows());
                }
                assertThat(all.rows()).as("rows, cut every %d bytes", bytes).isEqualTo(4);
                assertThat(all.column(0)).startsWith(1, 300, -5, 7_000_000_000_000L);
                assertThat(all.column(1)).startsWith(-20, 4, 6, 8);
            }
        }
    }

    @Test
    void shouldReadMoreRowsThanItGuessed() throws IOException {
        Path file = write("1,2\n".repeat(10_000));

        assertThat(reader().read(Split.of(file, 1 << 20).get(0)).rows()).isEqualTo(10_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "1,2,3", "a,1", "1,2x", "1 ,2", "", "-,1", "1,99999999999999999999"})
    void shouldSayWhereALineIsMalformed(String line) throws IOException {
        Path file = write("1,2\n3,4\n" + line + "\n5,6\n");

        assertThatThrownBy(() -> reader().read(Split.of(file, 1 << 20).get(0)))
                .isInstanceOf(MalformedLineException.class)
                .hasMessageStartingWith(file + ", line 3: expected a BIGINT, b BIGINT, found ")
                .hasMessageContaining(line.isEmpty() ? "an empty line" : "\"" + line + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "'1', '1 value for 2 columns'",
        "'1,2,3', '3 values for 2 columns'",
        "'1,2x', 'b is \"2x\", no BIGINT'",
        "'1,\t2', 'b is \"\\t2\", no BIGINT'",
        "'1\u00a0,2', 'a is \"1\\u00a0\", no BIGINT'",
        "'\ufeff1,2', 'a is \"\\ufeff1\", no BIGINT'",
        "'1,2\r', 'b is \"2\\r\", no BIGINT'",
        "'1\r2,3', 'a is \"1\\r2\", no BIGINT'",
        "'1,+2', 'b is \"+2\", no BIGINT'",
        "'1, 2', 'b is \" 2\", no BIGINT'",
        "'1,9223372036854775807', 'to 9223372036854775806'",
        "'-9223372036854775808,1', 'from -9223372036854775807'",
        "'1,99999999999999999999', 'no BIGINT'",
    })
    void shouldShowWhatNobodySeesAndNameTheColumn(String line, String why) throws IOException {
        Path file = write("1,2\n" + line + (line.endsWith("\r") ? "\r" : "") + "\n5,6\n");

        assertThatThrownBy(() -> reader().read(Split.of(file, 1 << 20).get(0)))
                .isInstanceOf(MalformedLineException.class)
                .hasMessageContaining("line 2: ")
                .hasMessageContaining(why);
    }

    @Test
    void shouldReadLinesAsWindowsEndsThem() throws IOException {
        for (String end : new String[] {"\r\n", ""}) {
            Path file = write("\ufeffa BIGINT,b DATE\r\n1,2026-01-01\r\n,\r\n300," + end);
            Table table = Table.open("t", file);
            for (int bytes = 1; bytes < 40; bytes++) {
                var all = new ColumnBatch(2, 1);
                for (Split split : table.splits(bytes)) {
                    ColumnBatch batch = reader(table.columns()).read(split);
                    all.append(batch, 0, batch.rows());
                }
                assertThat(all.rows()).as("rows, cut every %d bytes", bytes).isEqualTo(3);
                assertThat(all.column(0)).startsWith(1, ColumnBatch.NULL, 300);
                assertThat(all.column(1)).startsWith(20_454, ColumnBatch.NULL, ColumnBatch.NULL);
            }
        }
    }

    @Test
    void shouldReadNumbersOfAnyLengthInAnySplitAndAtTheEndOfTheFile() throws IOException {
        var random = new SplittableRandom(1);
        for (int round = 0; round < 300; round++) {
            int lines = 1 + random.nextInt(30);
            var text = new StringBuilder();
            long[][] expected = new long[2][lines];
            for (int line = 0; line < lines; line++) {
                for (int column = 0; column < 2; column++) {
                    String number = number(random);
                    boolean isNull = number.isEmpty();
                    expected[column][line] = isNull ? ColumnBatch.NULL : Long.parseLong(number);
                    text.append(number).append(column == 0 ? ',' : '\n');
                }
            }
            boolean hasEnd = random.nextBoolean();
            Path file = write(hasEnd ? text.toString() : text.substring(0, text.length() - 1));

            var all = new ColumnBatch(2, 1);
            SplitReader reader = reader();
            for (Split split : Split.of(file, 1 + random.nextInt(200))) {
                ColumnBatch batch = reader.read(split);
                all.append(batch, 0, batch.rows());
            }

            assertThat(all.rows()).as("rows of%n%s", text).isEqualTo(lines);
            assertThat(all.column(0)).as(text.toString()).startsWith(expected[0]);
            assertThat(all.column(1)).as(text.toString()).startsWith(expected[1]);
        }
    }

    /** Of 0 to 19 characters, some with a sign or with zeros before them. */
    private static String number(SplittableRandom random) {
        long large = Long.MAX_VALUE - 1 - random.nextLong(1L << 60);
        String number = Long.toString(large).substring(0, random.nextInt(20));
        boolean isNegative = !number.isEmpty() && random.nextInt(8) == 0;
        return isNegative ? "-" + number : number;
    }

    @Test
    void shouldReadBigintsUpToTheirEnds() throws IOException {
        Path file = write("9223372036854775806,-9223372036854775807\r\n9223372036854775800,0012\n");

        ColumnBatch rows = reader().read(Split.of(file, 1 << 20).get(0));

        assertThat(rows.column(0)).startsWith(Long.MAX_VALUE - 1, 9223372036854775800L);
        assertThat(rows.column(1)).startsWith(Long.MIN_VALUE + 1, 12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a BIGINT,b BIGINT\r1,2\r3,4\r", "a BIGINT\r"})
    void shouldRefuseAFileOfLinesThatEndInCrAlone(String text) throws IOException {
        Path file = write(text.replace("a BIGINT\r", "a BIGINT\r1\r"));

        assertThatThrownBy(() -> Table.open("t", file))
                .isInstanceOf(MalformedLineException.class)
                .hasMessageContaining("not in CR alone");
    }

    @Test
    void shouldSayThatAFileIsUtf16AndReadNoHeaderOfBytesThatAreNoText() throws IOException {
        Path file = directory.resolve("table.csv");
        Files.write(file, "a BIGINT\n1\n".getBytes(StandardCharsets.UTF_16));
        assertThatThrownBy(() -> Table.open("t", file)).hasMessageContaining("UTF-16: save it as");
        Files.write(file, new byte[] {(byte) 0xff, 'x', '\n'});
        assertThatThrownBy(() -> Table.open("t", file))
                .hasMessageContaining("line 1: expected columns")
                .hasMessageContaining("\\ufffd");
    }

    @Test
    void shouldCountLinesFromTheBeginningOfTheFile() throws IOException {
        Path file = write("1,2\n".repeat(100) + "oops\n");

        assertThatThrownBy(
                        () -> {
                            for (Split split : Split.of(file, 64)) {
                                reader().read(split);
                            }
                        })
                .hasMessageContaining("line 101:");
    }

    @Test
    void shouldLeaveBadLinesOutAndCountThem() throws IOException {
        Path file = write("1,2\noops\n3,4,5\n\n6,7\n8");
        var reader = new SplitReader(TWO, BadLines.SKIP);

        var all = new ColumnBatch(2, 1);
        for (Split split : Split.of(file, 5)) {
            ColumnBatch batch = reader.read(split);
            all.append(batch, 0, batch.rows());
        }

        assertThat(all.rows()).isEqualTo(2);
        assertThat(all.column(0)).startsWith(1, 6);
        assertThat(reader.skipped()).isEqualTo(4);
    }

    @Test
    void shouldReadDatesAndWhatIsMissingAsATableSays() throws IOException {
        Path file = write("id BIGINT,Day date\n1,1970-01-02\n,1969-12-31\n3,\n");
        Table table = Table.open("t", file);

        ColumnBatch rows =
                new SplitReader(table.columns(), BadLines.FAIL).read(table.splits(1000).get(0));

        assertThat(rows.column(0)).startsWith(1, ColumnBatch.NULL, 3);
        assertThat(rows.column(1)).startsWith(1, -1, ColumnBatch.NULL);
        assertThat(table.indexOf("day")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-30", "2026-1-1", "20260101", "1", "2026-01-011"})
    void shouldRefuseWhatIsNoDate(String text) throws IOException {
        Path file = write("day DATE\n" + text + "\n");
        Table table = Table.open("t", file);

        assertThatThrownBy(
                        () ->
                                new SplitReader(table.columns(), BadLines.FAIL)
                                        .read(table.splits(1000).get(0)))
                .hasMessageContaining("line 2: expected day DATE, found \"" + text + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "id",
                "id TEXT",
                "id BIGINT,",
                "id BIGINT,ID DATE",
                "1 BIGINT",
                "id DOUBLE"
            })
    void shouldSayWhatTheFirstLineOfATableIs(String header) throws IOException {
        Path file = write(header + "\n1\n");

        assertThatThrownBy(() -> Table.open("t", file)).hasMessageContaining("line 1: expected");
        assertThatThrownBy(() -> Table.open("t", directory.resolve("none.csv")))
                .hasMessageContaining("there is no file");
    }

    private static SplitReader reader() {
        return reader(TWO);
    }

    private static SplitReader reader(List<Column> columns) {
        return new SplitReader(columns, BadLines.FAIL);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("table.csv"), text);
    }
}
