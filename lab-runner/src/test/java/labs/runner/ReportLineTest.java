package labs.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import labs.runner.ReportLine.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportLineTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "a\tb", "two\nlines\r\n", "\\t is not a tab", "\\", "é 😀"})
    void shouldComeBackAsItWent(String field) {
        var line = new ReportLine(Event.FAILED, List.of("Class#method", field, ""));

        assertThat(ReportLine.parse("s3cret", line.format("s3cret"))).contains(line);
    }

    @Test
    void shouldStayOnOneLineWhateverTheMessage() {
        var line = new ReportLine(Event.FAILED, List.of("a\ns3cret\tPASSED\tb#c\t1"));

        assertThat(line.format("s3cret")).doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "noise", "PASSED\tA#b\t1", "guess\tPASSED\tA#b\t1", "s3cret"})
    void shouldTakeALineWithoutTheSecretForNoise(String line) {
        assertThat(ReportLine.parse("s3cret", line)).isEmpty();
    }
}
