package labs.compute.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
                .hasMessage(file + ", line 3: expected a BIGINT, b BIGINT, found \"" + line + "\"");
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
    @ValueSource(strings = {"", "id", "id TEXT", "id BIGINT,", "id BIGINT,ID DATE", "1 BIGINT"})
    void shouldSayWhatTheFirstLineOfATableIs(String header) throws IOException {
        Path file = write(header + "\n1\n");

        assertThatThrownBy(() -> Table.open("t", file)).hasMessageContaining("line 1: expected");
        assertThatThrownBy(() -> Table.open("t", directory.resolve("none.csv")))
                .hasMessageContaining("there is no file");
    }

    private static SplitReader reader() {
        return new SplitReader(TWO, BadLines.FAIL);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("table.csv"), text);
    }
}
