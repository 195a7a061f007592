package labs.mq.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import labs.kit.LabTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's own command line tools, in processes of their own, against our broker. */
@LabTest
@Timeout(400)
class KafkaToolsTest {
    @TempDir Path directory;
    private Broker broker;

    @BeforeEach
    void start() throws Exception {
        broker = Broker.start(BrokerOptions.in(directory.resolve("logs")));
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    private String run(String input, String tool, String... arguments) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add("org.apache.kafka.tools." + tool);
        command.addAll(List.of("--bootstrap-server", broker.address()));
        command.addAll(List.of(arguments));
        Path in = Files.writeString(directory.resolve("input"), input);
        Path out = directory.resolve("output");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", tool).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        String said = Files.readString(out, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as("%s said:\n%s", tool, said).isZero();
        return said;
    }

    @Test
    void shouldServeTheConsole() throws Exception {
        run("one\ntwo\nthree\n", "ConsoleProducer", "--topic", "lines");

        String said =
                run(
                        "",
                        "consumer.ConsoleConsumer",
                        "--topic",
                        "lines",
                        "--from-beginning",
                        "--max-messages",
                        "3",
                        "--timeout-ms",
                        "30000");
        assertThat(said.lines()).containsSubsequence("one", "two", "three");
    }

    @Test
    void shouldServeTheToolForTopics() throws Exception {
        run("", "TopicCommand", "--create", "--topic", "orders", "--partitions", "3");
        assertThat(run("", "TopicCommand", "--list").lines()).contains("orders");
        assertThat(run("", "TopicCommand", "--describe", "--topic", "orders"))
                .contains("PartitionCount: 3")
                .contains("Leader: 0");
        run("", "TopicCommand", "--delete", "--topic", "orders");
        assertThat(run("", "TopicCommand", "--list").lines()).doesNotContain("orders");
        assertThat(directory.resolve("logs/orders-0")).doesNotExist();
    }

    @Test
    void shouldServeTheToolThatMeasures() throws Exception {
        String said =
                run(
                        "",
                        "ProducerPerformance",
                        "--topic",
                        "measured",
                        "--num-records",
                        "20000",
                        "--record-size",
                        "100",
                        "--throughput",
                        "-1");
        assertThat(said).contains("20000 records sent");
        assertThat(broker.partition("measured", 0).log().end()).isEqualTo(20_000);
    }
}
