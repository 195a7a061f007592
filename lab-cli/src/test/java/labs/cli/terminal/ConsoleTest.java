package labs.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream print = new PrintStream(err, true, UTF_8);

    @Test
    void shouldLeaveColoursOutWhereNoneAreWanted() {
        assertThat(Console.wantsColours(Map.of())).isTrue();
        assertThat(Console.wantsColours(Map.of("NO_COLOR", "1"))).isFalse();
        assertThat(Console.wantsColours(Map.of("NO_COLOR", ""))).isTrue();
        assertThat(Console.wantsColours(Map.of("TERM", "dumb"))).isFalse();
        assertThat(Console.plain(print, print).red("text")).isEqualTo("text");
    }

    @Test
    void shouldPrintPercentSignsAsTheyAre() {
        Console.plain(print, print).line("100%s");

        assertThat(err.toString(UTF_8)).isEqualTo("100%s" + System.lineSeparator());
    }

    @Test
    void shouldSayNothingOfWhatIsQuick() {
        try (Progress progress = Console.plain(print, print).progress("working")) {
            progress.now("still working");
        }
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void shouldSayAfterTwoSecondsWhatItIsDoing() {
        try (Progress progress = Console.plain(print, print).progress("working")) {
            progress.now("waiting for the door");
            await().until(() -> err.toString(UTF_8).startsWith("waiting for the door… 2 s"));
        }
    }
}
