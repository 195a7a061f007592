package labs.mq.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import labs.kit.FaultProxy;
import labs.kit.LabTest;
import labs.mq.demo.BrokerMain;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An idempotent producer, and what happens to its answers and its broker. */
@LabTest
@Timeout(300)
class NothingTwiceTest {
    @TempDir Path directory;

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static KafkaProducer<String, String> producer(String address) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", address,
                        "acks", "all",
                        "enable.idempotence", "true",
                        "request.timeout.ms", "5000",
                        "delivery.timeout.ms", "60000",
                        "reconnect.backoff.max.ms", "200"),
                new StringSerializer(),
                new StringSerializer());
    }

    private static List<String> readAll(String address, int partitions) {
        var all = new ArrayList<String>();
        try (var consumer =
                new KafkaConsumer<>(
                        Map.<String, Object>of("bootstrap.servers", address),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            List<TopicPartition> wanted =
                    IntStream.range(0, partitions)
                            .mapToObj(partition -> new TopicPartition("orders", partition))
                            .toList();
            consumer.assign(wanted);
            consumer.seekToBeginning(wanted);
            long end =
                    consumer.endOffsets(wanted).values().stream().mapToLong(offset -> offset).sum();
            while (all.size() < end) {
                for (ConsumerRecord<String, String> record :
                        consumer.poll(Duration.ofMillis(200))) {
                    all.add(record.value());
                }
            }
        }
        return all;
    }

    @Test
    void shouldStoreNothingTwiceThoughAnswersAreLost() throws Exception {
        int port = freePort();
        try (var proxy = FaultProxy.to(port);
                var broker =
                        Broker.start(
                                BrokerOptions.in(directory)
                                        .withPort(port)
                                        .withAdvertised(proxy.address()))) {
            String address = "127.0.0.1:" + proxy.port();
            var sent = new ArrayList<String>();
            try (var producer = producer(address)) {
                var answers = new ArrayList<Future<RecordMetadata>>();
                for (int i = 0; i < 100; i++) {
                    if (i % 20 == 10) {
                        answers.get(answers.size() - 1).get(60, TimeUnit.SECONDS);
                        proxy.loseReplies(1);
                    }
                    sent.add("v" + i);
                    answers.add(producer.send(new ProducerRecord<>("orders", "v" + i)));
                }
                for (Future<RecordMetadata> answer : answers) {
                    answer.get(60, TimeUnit.SECONDS);
                }
            }
            proxy.heal();
            assertThat(proxy.traffic().repliesLost()).as("answers that were lost").isPositive();
            assertThat(readAll(broker.address(), 1)).isEqualTo(sent);
        }
    }

    private static ByteBuffer numbered(int sequence, short epoch, String... values) {
        SimpleRecord[] records = new SimpleRecord[values.length];
        for (int i = 0; i < values.length; i++) {
            records[i] = new SimpleRecord(values[i].getBytes(StandardCharsets.UTF_8));
        }
        return MemoryRecords.withIdempotentRecords(Compression.NONE, 77L, epoch, sequence, records)
                .buffer();
    }

    @Test
    void shouldKnowItsProducersAfterARestart() throws Exception {
        try (var broker = Broker.start(BrokerOptions.in(directory))) {
            try (var client = new RawClient(broker)) {
                readyTopic(broker);
                assertThat(client.produce("orders", 0, numbered(0, (short) 1, "a", "b")))
                        .isEqualTo(Errors.NONE);
                assertThat(client.produce("orders", 0, numbered(2, (short) 1, "c")))
                        .isEqualTo(Errors.NONE);
            }
        }
        try (var broker = Broker.start(BrokerOptions.in(directory));
                var client = new RawClient(broker)) {
            assertThat(client.produce("orders", 0, numbered(2, (short) 1, "c")))
                    .as("sent again, since the answer was lost with the old broker")
                    .isEqualTo(Errors.NONE);
            assertThat(client.produce("orders", 0, numbered(9, (short) 1, "z")))
                    .as("what comes before is missing")
                    .isEqualTo(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER);
            assertThat(client.produce("orders", 0, numbered(3, (short) 0, "z")))
                    .as("of an epoch that has been replaced")
                    .isEqualTo(Errors.INVALID_PRODUCER_EPOCH);
            assertThat(client.produce("orders", 0, numbered(5, (short) 2, "z")))
                    .as("a new epoch begins with 0")
                    .isEqualTo(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER);
            assertThat(client.produce("orders", 0, numbered(3, (short) 1, "d")))
                    .isEqualTo(Errors.NONE);
            assertThat(readAll(broker.address(), 1)).containsExactly("a", "b", "c", "d");
        }
    }

    private static void readyTopic(Broker broker) throws Exception {
        try (var producer = producer(broker.address())) {
            producer.partitionsFor("orders");
        }
    }

    @Test
    void shouldLoseNothingAndRepeatNothingWhenTheBrokerIsKilled(Random random) throws Exception {
        int port = freePort();
        String address = "127.0.0.1:" + port;
        Process broker = start(port);
        var answers = new ArrayList<Future<RecordMetadata>>();
        try (var producer = producer(address)) {
            for (int round = 0; round < 2; round++) {
                int count = 200 + random.nextInt(1_000);
                for (int i = 0; i < count; i++) {
                    String value = Integer.toString(answers.size());
                    answers.add(producer.send(new ProducerRecord<>("orders", 0, "k", value)));
                    if (i == count / 2) {
                        answers.get(random.nextInt(answers.size())).get(60, TimeUnit.SECONDS);
                    }
                }
                broker.toHandle().destroyForcibly(); // with requests under way
                broker.waitFor();
                broker = start(port);
            }
            for (Future<RecordMetadata> answer : answers) {
                answer.get(60, TimeUnit.SECONDS);
            }
            assertThat(readAll(address, 1))
                    .as("all that was acknowledged, in order, nothing twice")
                    .isEqualTo(
                            IntStream.range(0, answers.size())
                                    .mapToObj(Integer::toString)
                                    .toList());
        } finally {
            broker.destroyForcibly().waitFor();
        }
    }

    /** The shell forbids its process files beyond so many KiB: writing fails as on a full disk. */
    @Test
    void shouldRefuseWhatAFullDiskCannotTakeAndLiveOn() throws Exception {
        int port = freePort();
        Process broker = start(port, "ulimit -f 60; exec \"$0\" \"$@\"");
        try (var client = new RawClient(port)) {
            try (var producer = producer("127.0.0.1:" + port)) {
                producer.partitionsFor("orders");
            }
            int taken = 0;
            Errors error = client.produce("orders", 0, plain("x".repeat(9_000)));
            for (; error == Errors.NONE && taken < 100; taken++) {
                error = client.produce("orders", 0, plain("x".repeat(9_000)));
            }
            assertThat(error).as("after %d batches", taken).isEqualTo(Errors.KAFKA_STORAGE_ERROR);
            assertThat(client.produce("orders", 0, plain("x".repeat(9_000))))
                    .isEqualTo(Errors.KAFKA_STORAGE_ERROR);
            assertThat(client.produce("orders", 0, plain("a small one still fits")))
                    .isEqualTo(Errors.NONE);
            assertThat(readAll("127.0.0.1:" + port, 1)).hasSize(taken + 1);
        } finally {
            broker.destroyForcibly().waitFor();
        }
    }

    private static ByteBuffer plain(String value) {
        return MemoryRecords.withRecords(
                        Compression.NONE, new SimpleRecord(value.getBytes(StandardCharsets.UTF_8)))
                .buffer();
    }

    private Process start(int port) throws IOException {
        return start(port, "exec \"$0\" \"$@\"");
    }

    /** The broker in a process of its own; returns when it listens. */
    private Process start(int port, String shell) throws IOException {
        Process process =
                new ProcessBuilder(
                                "/bin/bash",
                                "-c",
                                shell,
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx128m",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:-UsePerfData",
                                "-cp",
                                System.getProperty("java.class.path"),
                                BrokerMain.class.getName(),
                                "--port",
                                Integer.toString(port),
                                "--directory",
                                directory.toString())
                        .redirectErrorStream(true)
                        .start();
        var lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var said = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.append(line).append('\n');
            if (line.contains("listens on")) {
                return process;
            }
        }
        throw new AssertionError("the broker did not start:\n" + said);
    }
}
