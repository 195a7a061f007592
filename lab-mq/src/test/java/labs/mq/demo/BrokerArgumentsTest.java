package labs.mq.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import labs.kit.LabTest;
import labs.mq.broker.BrokerOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@LabTest
@Timeout(20)
class BrokerArgumentsTest {
    private static final Path LOGS = Path.of("logs");

    private static BrokerArguments parse(String line) {
        return BrokerArguments.parse(line.isEmpty() ? new String[0] : line.split(" "));
    }

    @Test
    void shouldListenOnThisMachineAloneUnlessTold() {
        BrokerArguments arguments = parse("");
        assertThat(arguments.in(LOGS)).isEqualTo(BrokerOptions.in(LOGS).withPort(9092));
        assertThat(arguments.directory()).isNull();
        assertThat(arguments.topics()).isEmpty();
        assertThat(arguments.level()).isEqualTo("warn");
    }

    @Test
    void shouldTakeEachOption() {
        BrokerArguments arguments =
                parse(
                        "--host 0.0.0.0 --port=0 --directory data --topics orders:3,paid"
                                + " --no-auto-create --partitions 4 --log info");
        assertThat(arguments.in(LOGS))
                .isEqualTo(
                        BrokerOptions.in(LOGS)
                                .withHost("0.0.0.0")
                                .withPartitions(4)
                                .withAutoCreate(false));
        assertThat(arguments.directory()).isEqualTo(Path.of("data"));
        assertThat(arguments.topics()).containsEntry("orders", 3).containsEntry("paid", 4);
        assertThat(arguments.level()).isEqualTo("info");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--port",
                "--port 65536",
                "--port x",
                "--topics a/b",
                "--topics a:0",
                "--topics",
                "--partitions 0",
                "--log loud",
                "--nothing",
                "orders"
            })
    void shouldSayWhatIsWrong(String line) {
        String wrong = line.replaceAll(".*[ :]", "");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(line))
                .withMessageContaining(wrong);
    }
}
