package labs.mq.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import labs.kit.LabTest;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
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

    private String groups(String... arguments) throws Exception {
        return run("", "consumer.group.ConsumerGroupCommand", arguments);
    }

    /** Ten lines, read by a group, which is away. */
    private void readByAGroup() throws Exception {
        run("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n", "ConsoleProducer", "--topic", "lines");
        try (var consumer = consumer()) {
            consumer.subscribe(List.of("lines"));
            int read = 0;
            while (read < 10) {
                read += consumer.poll(Duration.ofSeconds(1)).count();
            }
            consumer.commitSync();
        }
    }

    private KafkaConsumer<String, String> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", broker.address(),
                        "group.id", "readers",
                        "client.id", "reader",
                        "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    @Test
    void shouldServeTheToolForGroupsThatSomebodyIsIn() throws Exception {
        readByAGroup();
        var stop = new AtomicBoolean();
        var member =
                new Thread(
                        () -> {
                            try (var consumer = consumer()) {
                                consumer.subscribe(List.of("lines"));
                                while (!stop.get()) {
                                    consumer.poll(Duration.ofMillis(100));
                                }
                            }
                        },
                        "reader");
        member.start();
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> groups("--list", "--state").contains("Stable"));
            assertThat(groups("--describe", "--group", "readers"))
                    .containsPattern("readers +lines +0 +10 +10 +0 +reader-.* +/127.0.0.1 +reader");
            assertThat(groups("--describe", "--group", "readers", "--members", "--verbose"))
                    .containsPattern("reader +1 .*lines");
            assertThat(groups("--describe", "--group", "readers", "--state", "--verbose"))
                    .containsPattern("range +Stable .*1");
            assertThat(groups("--delete", "--group", "readers")).contains("GroupNotEmptyException");
            assertThat(groups("--delete-offsets", "--group", "readers", "--topic", "lines"))
                    .contains("GroupSubscribedToTopicException");
        } finally {
            stop.set(true);
            member.join();
        }
    }

    private String offsetAfter(String... way) throws Exception {
        var arguments =
                new ArrayList<>(
                        List.of("--reset-offsets", "--group", "readers", "--topic", "lines"));
        arguments.addAll(List.of(way));
        arguments.add("--execute");
        String said = groups(arguments.toArray(String[]::new));
        var row = Pattern.compile("readers +lines +0 +(\\d+)").matcher(said);
        assertThat(row.find()).as(said).isTrue();
        return row.group(1);
    }

    @Test
    void shouldServeTheToolForGroupsThatNobodyIsIn() throws Exception {
        readByAGroup();
        assertThat(groups("--list").lines()).contains("readers");
        assertThat(groups("--describe", "--all-groups", "--offsets"))
                .containsPattern("readers +lines +0 +10 +10 +0");
        assertThat(offsetAfter("--to-earliest")).isEqualTo("0");
        assertThat(offsetAfter("--shift-by", "4")).isEqualTo("4");
        assertThat(offsetAfter("--to-current")).isEqualTo("4");
        assertThat(offsetAfter("--to-offset", "7")).isEqualTo("7");
        assertThat(offsetAfter("--to-datetime", "2000-01-01T00:00:00.000")).isEqualTo("0");
        assertThat(offsetAfter("--by-duration", "PT1H")).isEqualTo("0");
        assertThat(offsetAfter("--to-latest")).isEqualTo("10");
        Path plan = directory.resolve("plan.csv");
        Files.writeString(plan, "\"lines\",0,5\n");
        assertThat(offsetAfter("--from-file", plan.toString())).isEqualTo("5");
        assertThat(groups("--reset-offsets", "--all-groups", "--all-topics", "--to-latest"))
                .as("a plan only")
                .containsPattern("readers +lines +0 +10");
        assertThat(groups("--describe", "--group", "readers"))
                .containsPattern("readers +lines +0 +5 +10 +5");

        assertThat(groups("--delete-offsets", "--group", "readers", "--topic", "lines"))
                .containsPattern("lines +0 +Successful");
        assertThat(groups("--delete", "--group", "readers")).contains("was successful");
        assertThat(groups("--list").lines()).doesNotContain("readers");
    }

    @Test
    void shouldServeTheToolsForSettingsOffsetsAndRecords() throws Exception {
        run("1\n2\n3\n", "ConsoleProducer", "--topic", "lines");
        run("", "TopicCommand", "--alter", "--topic", "lines", "--partitions", "2");
        run(
                "",
                "ConfigCommand",
                "--alter",
                "--entity-type",
                "topics",
                "--entity-name",
                "lines",
                "--add-config",
                "retention.ms=12345");
        assertThat(
                        run(
                                "",
                                "ConfigCommand",
                                "--describe",
                                "--entity-type",
                                "topics",
                                "--entity-name",
                                "lines"))
                .contains("retention.ms=12345");
        Path plan = directory.resolve("delete.json");
        Files.writeString(
                plan,
                "{\"partitions\":[{\"topic\":\"lines\",\"partition\":0,\"offset\":2}],\"version\":1}");
        assertThat(run("", "DeleteRecordsCommand", "--offset-json-file", plan.toString()))
                .contains("low_watermark: 2");
        assertThat(run("", "GetOffsetShell", "--topic", "lines", "--time", "earliest").lines())
                .contains("lines:0:2", "lines:1:0");
        assertThat(run("", "GetOffsetShell", "--topic", "lines", "--time", "max-timestamp").lines())
                .contains("lines:0:2");
        assertThat(run("", "GroupsCommand", "--list")).contains("GROUP");
        assertThat(run("", "BrokerApiVersionsCommand")).contains("ListGroups(16)");
    }
}
