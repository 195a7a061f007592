package labs.proxy.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import labs.proxy.balance.Target;
import labs.proxy.config.Backend;
import labs.proxy.config.ConfigException;
import labs.proxy.config.ConfigReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class HealthBoardTest {
    private static final String CONFIGURATION =
            """
            backend app
                server a 127.0.0.1:1 check weight 2 rise 1 fall 1 slowstart 10s
                server b 127.0.0.1:2 check rise 1 fall 1 observe layer4 error-limit 2 \
            on-error mark-down
                server c 127.0.0.1:3 check rise 1 fall 1 backup
                server d 127.0.0.1:4 check rise 1 fall 1 backup weight 3
            """;

    private final Hand clock = new Hand();
    private HealthBoard board;

    @BeforeEach
    void read() throws ConfigException {
        Backend backend =
                ConfigReader.read("my.cfg", CONFIGURATION, Map.<String, String>of()::get)
                        .backends()
                        .get(0);
        board = new HealthBoard(backend, clock);
    }

    @Test
    void shouldGiveBackupsNothingWhileOthersAreUp() {
        assertThat(board.targets()).containsExactly(new Target("a", 32), new Target("b", 16));
        board.of("a").failed();
        assertThat(board.targets())
                .as("one is enough to keep the backups out")
                .containsExactly(new Target("b", 16));
    }

    @Test
    void shouldGiveAllToTheFirstBackupThatIsUp() {
        board.of("a").failed();
        board.of("b").failed();
        assertThat(board.targets())
                .as("one backup, not all of them")
                .containsExactly(new Target("c", 16));
        board.of("c").failed();
        assertThat(board.targets()).containsExactly(new Target("d", 48));
        board.of("d").failed();
        assertThat(board.targets()).isEmpty();
        board.of("c").passed();
        assertThat(board.targets()).containsExactly(new Target("c", 16));
    }

    @Test
    void shouldSendBackupsAwayWhenAServerIsBack() {
        board.of("a").failed();
        board.of("b").failed();
        board.of("a").passed();
        assertThat(board.targets())
                .as("even one in slow start")
                .containsExactly(new Target("a", 1));
    }

    @Test
    void shouldLetAServerThatIsBackGrow() {
        board.of("a").failed();
        board.of("a").passed();
        clock.advance(Duration.ofSeconds(5));
        assertThat(board.targets()).containsExactly(new Target("a", 16), new Target("b", 16));
        clock.advance(Duration.ofSeconds(5));
        assertThat(board.targets()).containsExactly(new Target("a", 32), new Target("b", 16));
    }

    @Test
    void shouldFollowTheObservedTrafficAsConfigured() {
        board.of("a").erred();
        board.of("a").erred();
        board.of("b").erred();
        assertThat(board.targets()).hasSize(2);
        board.of("b").erred();
        assertThat(board.targets())
                .as("a is not observed, b is")
                .extracting(Target::name)
                .containsExactly("a");
    }

    @Test
    void shouldRefuseNamesThatAreNotThere() {
        assertThatThrownBy(() -> board.of("z")).hasMessageContaining("there is no server z");
    }
}
