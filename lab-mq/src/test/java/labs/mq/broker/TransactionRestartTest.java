package labs.mq.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import labs.kit.LabTest;
import labs.mq.cluster.ChildProcess;
import labs.mq.demo.BrokerMain;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Transactions whose broker is killed with -9: what was promised holds in its next life. */
@LabTest
@Timeout(400)
class TransactionRestartTest {
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);

    @TempDir Path directory;
    private int port;
    private ChildProcess broker;

    @BeforeEach
    void start() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        startBroker();
    }

    private void startBroker() throws InterruptedException {
        broker =
                ChildProcess.start(
                        BrokerMain.class.getName(),
                        "--port",
                        Integer.toString(port),
                        "--directory",
                        directory.toString());
        broker.says("Our broker listens on");
    }

    private void killAndRestart() throws InterruptedException {
        broker.kill();
        startBroker();
    }

    @AfterEach
    void stop() throws InterruptedException {
        broker.kill();
    }

    private Map<String, Object> settings(Map<String, Object> more) {
        var settings = new HashMap<>(more);
        settings.put("bootstrap.servers", "127.0.0.1:" + port);
        settings.put("reconnect.backoff.max.ms", "200");
        return settings;
    }

    private KafkaProducer<String, String> producer() {
        Map<String, Object> settings = settings(Map.of("transactional.id", "one"));
        var producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
        producer.initTransactions();
        return producer;
    }

    private static void send(KafkaProducer<String, String> producer, int from, int to) {
        for (int i = from; i < to; i++) {
            producer.send(new ProducerRecord<>("orders", 0, "k", Integer.toString(i)));
        }
        producer.flush();
    }

    private List<String> committed() {
        var records = new ArrayList<String>();
        try (var consumer =
                new KafkaConsumer<>(
                        settings(Map.of("isolation.level", "read_committed")),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            consumer.assign(List.of(FIRST));
            consumer.seekToBeginning(List.of(FIRST));
            long end = consumer.endOffsets(List.of(FIRST)).get(FIRST);
            while (consumer.position(FIRST) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(it -> records.add(it.value()));
            }
        }
        return records;
    }

    private OffsetAndMetadata committedOffset() {
        try (var consumer =
                new KafkaConsumer<>(
                        settings(Map.of("group.id", "g")),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            return consumer.committed(Set.of(FIRST)).get(FIRST);
        }
    }

    private static List<String> numbers(int from, int to) {
        var numbers = new ArrayList<String>();
        for (int i = from; i < to; i++) {
            numbers.add(Integer.toString(i));
        }
        return numbers;
    }

    @Test
    void shouldGoOnWithATransactionThatWasOpen() throws Exception {
        try (var producer = producer()) {
            producer.beginTransaction();
            send(producer, 0, 5);
            producer.sendOffsetsToTransaction(
                    Map.of(FIRST, new OffsetAndMetadata(3)), new ConsumerGroupMetadata("g"));
            killAndRestart();
            assertThat(committed()).as("nobody has committed it").isEmpty();
            send(producer, 5, 10);
            producer.commitTransaction();
        }
        assertThat(committed()).isEqualTo(numbers(0, 10));
        assertThat(committedOffset()).isEqualTo(new OffsetAndMetadata(3));
    }

    @Test
    void shouldAbortWhatTheProducersNextLifeDoesNotKnow() throws Exception {
        try (var former = producer()) {
            former.beginTransaction();
            send(former, 0, 5);
            killAndRestart();
            try (var next = producer()) {
                next.beginTransaction();
                send(next, 5, 10);
                next.commitTransaction();
            }
            assertThatThrownBy(
                            () -> {
                                send(former, 10, 11);
                                former.commitTransaction();
                            })
                    .isInstanceOf(KafkaException.class);
        }
        killAndRestart();
        assertThat(committed()).isEqualTo(numbers(5, 10));
    }

    /** The client asks until it has an answer: what it was told holds, whenever the kill came. */
    @Test
    void shouldKeepEachTransactionWholeWheneverItIsKilled(Random random) throws Exception {
        var expected = new TreeSet<String>();
        try (var producer = producer()) {
            for (int i = 0; i < 5; i++) {
                boolean commit = i != 2;
                int number = 100 * i;
                var killer = killLater(random.nextInt(150));
                for (int each = 0; each < 10; each++) {
                    producer.beginTransaction();
                    send(producer, number + each, number + each + 1);
                    producer.sendOffsetsToTransaction(
                            Map.of(FIRST, new OffsetAndMetadata(number + each)),
                            new ConsumerGroupMetadata("g"));
                    if (commit) {
                        producer.commitTransaction();
                        expected.add(Integer.toString(number + each));
                    } else {
                        producer.abortTransaction();
                    }
                }
                killer.join();
            }
        }
        killAndRestart();
        assertThat(committed()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(committedOffset()).isEqualTo(new OffsetAndMetadata(409));
    }

    private Thread killLater(int millis) {
        var killer =
                new Thread(
                        () -> {
                            try {
                                // Not a wait for anything: the moment of the kill is random.
                                TimeUnit.MILLISECONDS.sleep(millis);
                                killAndRestart();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "killer");
        killer.start();
        return killer;
    }
}
