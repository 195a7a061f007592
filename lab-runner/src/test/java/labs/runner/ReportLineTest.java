package labs.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import labs.runner.ReportLine.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportLineTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"", "plain", "a\tb", "two\nlines\r\n", "\\t is not a tab", "\\", "é 😀"})
    void shouldComeBackAsItWent(String field) {
        var line = new ReportLine(Event.FAILED, List.of("Class#method", field, ""));

        assertThat(ReportLine.parse(line.format())).isEqualTo(line);
    }

    @Test
    void shouldStayOnOneLineWhateverTheMessage() {
        var line = new ReportLine(Event.FAILED, List.of("a\nPASSED\tb#c\t1"));

        assertThat(line.format()).doesNotContain("\n");
    }
}
