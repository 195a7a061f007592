package labs.compute.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class SplitReaderTest {
    @TempDir Path directory;

    @Test
    void shouldReadEachLineOnceHoweverTheFileIsCut() throws IOException {
        for (String end : new String[] {"\n", ""}) {
            Path file = write("1,-20\n300,4\n-5,6\n7000000000000,8" + end);
            for (int bytes = 1; bytes < 40; bytes++) {
                var all = new ColumnBatch(2, 1);
                for (Split split : Split.of(file, bytes)) {
                    ColumnBatch batch = new SplitReader(2).read(split);
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

        assertThat(new SplitReader(2).read(Split.of(file, 1 << 20).get(0)).rows())
                .isEqualTo(10_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "1,2,3",
                "1,",
                ",1",
                "a,1",
                "1,2x",
                "1 ,2",
                "",
                "-,1",
                "1,99999999999999999999"
            })
    void shouldSayWhereALineIsMalformed(String line) throws IOException {
        Path file = write("1,2\n3,4\n" + line + "\n5,6\n");

        assertThatThrownBy(() -> new SplitReader(2).read(Split.of(file, 1 << 20).get(0)))
                .isInstanceOf(MalformedLineException.class)
                .hasMessage(
                        file
                                + ", line 3: expected 2 whole numbers with commas between them,"
                                + " found \""
                                + line
                                + "\"");
    }

    @Test
    void shouldCountLinesFromTheBeginningOfTheFile() throws IOException {
        Path file = write("1,2\n".repeat(100) + "oops\n");

        assertThatThrownBy(
                        () -> {
                            for (Split split : Split.of(file, 64)) {
                                new SplitReader(2).read(split);
                            }
                        })
                .hasMessageContaining("line 101:");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("table.csv"), text);
    }
}
