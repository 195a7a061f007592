package labs.cli.markers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static labs.cli.SyntheticCourse.BEGIN;
import static labs.cli.SyntheticCourse.END;
import static labs.cli.SyntheticCourse.STUB;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * Builds a file and its starter side by side from random bytes, and cuts the one into the other.
 */
class CutterPropertyTest {
    private final StringBuilder source = new StringBuilder();
    private final StringBuilder starter = new StringBuilder();
    private final List<Region> regions = new ArrayList<>();
    private Random random;
    private int line = 1;

    @RepeatedTest(300)
    void shouldKeepEveryByteOutsideTheMarkers(RepetitionInfo repetition) {
        random = new Random(repetition.getCurrentRepetition());
        int parts = random.nextInt(8);
        for (int i = 0; i < parts; i++) {
            if (random.nextBoolean()) {
                code(noise());
            } else {
                solution();
            }
        }
        if (random.nextBoolean()) {
            unfinishedLine(noise());
        }

        Cut cut = Cutter.cut(Path.of("Random.java"), source.toString().getBytes(ISO_8859_1));

        assertThat(new String(cut.starter(), ISO_8859_1)).isEqualTo(starter.toString());
        assertThat(cut.regions()).isEqualTo(regions);
    }

    private void code(String text) {
        starter.append(line(text));
    }

    private void solution() {
        line(indent() + BEGIN);
        int first = line;
        List<String> removed = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            String text = noise();
            line(text);
            removed.add(text);
        }
        regions.add(new Region(first, removed));
        line(indent() + END);
        for (int i = random.nextInt(3); i > 0; i--) {
            stub(indent(), "x" + noise());
        }
    }

    private void stub(String indent, String text) {
        String written = line(indent + STUB + text);
        starter.append(indent).append(text).append(written.endsWith("\r\n") ? "\r\n" : "\n");
    }

    private void unfinishedLine(String text) {
        source.append(text);
        starter.append(text);
    }

    /** Writes a line with either end, and returns it as written. */
    private String line(String text) {
        String written = text + (random.nextBoolean() ? "\r\n" : "\n");
        source.append(written);
        line++;
        return written;
    }

    private String indent() {
        return random.nextBoolean() ? "\t" : " ".repeat(random.nextInt(9));
    }

    /** Any bytes but line ends; not ending in CR, which would join the line's end. */
    private String noise() {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return new String(bytes, ISO_8859_1)
                .replace('\n', '.')
                .replace('\r', '.')
                .replace('/', '.');
    }
}
