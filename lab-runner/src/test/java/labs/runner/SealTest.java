package labs.runner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealTest {
    private final Seal writer = new Seal("s3cret");
    private final Seal reader = new Seal("s3cret");

    @Test
    void shouldOpenWhatTheSameSecretSealed() {
        assertThat(reader.open(writer.seal("PASSED\tA#b\t1"))).contains("PASSED\tA#b\t1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "noise",
                "PASSED\tA#b\t1",
                "s3cret\t1\tPASSED\tA#b\t1",
                "\t\t",
                "x\ty\tz"
            })
    void shouldTakeAnUnsealedLineForNoise(String line) {
        assertThat(reader.open(line)).isEmpty();
    }

    @Test
    void shouldRefuseALineThatWasChanged() {
        String failed = writer.seal("FAILED\tA#b");

        assertThat(reader.open(failed.replace("FAILED", "PASSED"))).isEmpty();
    }

    @Test
    void shouldRefuseALineThatComesAgain() {
        String line = writer.seal("PASSED\tA#b");

        assertThat(reader.open(line)).isPresent();
        assertThat(reader.open(line)).as("the same line a second time").isEmpty();
    }

    @Test
    void shouldRefuseTheSealOfAnotherSecret() {
        assertThat(reader.open(new Seal("guess").seal("PASSED\tA#b"))).isEmpty();
    }
}
