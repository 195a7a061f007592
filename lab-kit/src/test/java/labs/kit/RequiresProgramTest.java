package labs.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.io.TempDir;

@Timeout(5)
final class RequiresProgramTest {
    @RequiresProgram(name = "frobnicate", install = "apt-get install frob-utils")
    private interface Needy {}

    @Test
    void shouldSkipWithTheInstallLineWhereTheProgramIsMissing(@TempDir Path bin) {
        ConditionEvaluationResult result = evaluate(bin);
        assertThat(result.isDisabled()).isTrue();
        assertThat(result.getReason())
                .contains("frobnicate is not installed: apt-get install frob-utils");
    }

    @Test
    void shouldRunWhereTheProgramIsOnThePath(@TempDir Path bin) throws IOException {
        assertThat(Files.createFile(bin.resolve("frobnicate")).toFile().setExecutable(true))
                .isTrue();
        assertThat(evaluate(bin).isDisabled()).isFalse();
    }

    @Test
    void shouldCarryTheTagNative() {
        assertThat(RequiresProgram.class.getAnnotation(Tag.class).value()).isEqualTo("native");
    }

    private static ConditionEvaluationResult evaluate(Path bin) {
        return ProgramCondition.evaluate(
                Needy.class.getAnnotation(RequiresProgram.class), "/nowhere:" + bin);
    }
}
