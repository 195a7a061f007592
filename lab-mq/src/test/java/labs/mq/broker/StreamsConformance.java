package labs.mq.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kafka Streams on a broker, ours or Kafka's: stores, windows, repartition and changelog topics.
 */
abstract class StreamsConformance extends ConformanceFixture {
    private static final int RECORDS = 600;

    private final long began = System.currentTimeMillis() - 1_000L * RECORDS;
    @TempDir Path states;

    private String result() {
        return topic + "-result";
    }

    /** Counts words by window and in all; each word is the value, so it has to be repartitioned. */
    private Topology topology() {
        var builder = new StreamsBuilder();
        var words =
                builder.<String, String>stream(topic)
                        .groupBy((key, word) -> word, Grouped.as("by-word"));
        words.count(Materialized.as("in-all"))
                .toStream()
                .mapValues(count -> "all " + count)
                .to(result());
        words.windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofSeconds(10), Duration.ofHours(1)))
                .count(Materialized.as("by-window"))
                .toStream((window, count) -> window.key())
                .mapValues(count -> "window " + count)
                .to(result());
        return builder.build();
    }

    private KafkaStreams streams(String guarantee, String life) {
        var settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "count-" + topic);
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, address());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
        settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        settings.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, states.resolve(life).toString());
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "100");
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, "0");
        settings.put(StreamsConfig.REPARTITION_PURGE_INTERVAL_MS_CONFIG, "1000");
        settings.put("session.timeout.ms", "6000"); // it leaves no group when it ends
        settings.put("heartbeat.interval.ms", "500");
        return new KafkaStreams(topology(), settings);
    }

    private void words(int from, int to) {
        try (var producer = producer(Map.of())) {
            for (int i = from; i < to; i++) {
                producer.send(
                        new ProducerRecord<>(topic, i % 2, began + 100L * i, "k", "word" + i % 3));
            }
        }
    }

    /** Two lives, each with an empty state directory: the second reads its stores back. */
    @ParameterizedTest
    @ValueSource(strings = {"at_least_once", "exactly_once_v2"})
    void shouldCountWordsInWindowsAndGoOnAfterARestart(String guarantee) throws Exception {
        create(2);
        create(result(), 1);
        words(0, RECORDS / 2);
        try (KafkaStreams first = streams(guarantee, "first")) {
            first.start();
            awaitCounts(RECORDS / 6);
        }
        words(RECORDS / 2, RECORDS);
        try (KafkaStreams second = streams(guarantee, "second")) {
            second.start();
            awaitCounts(RECORDS / 3);
            awaitPurge();
        }
        for (String kind : Set.of("all", "window")) {
            assertThat(results().stream().filter(it -> it.value().startsWith(kind)).count())
                    .as("an update of the %s counts for each record", kind)
                    .isEqualTo(RECORDS);
        }
    }

    private ArrayList<ConsumerRecord<String, String>> results() {
        var partition = new TopicPartition(result(), 0);
        var records = new ArrayList<ConsumerRecord<String, String>>();
        try (var consumer = consumer(Map.of("isolation.level", "read_committed"))) {
            consumer.assign(Set.of(partition));
            consumer.seekToBeginning(Set.of(partition));
            long end = consumer.endOffsets(Set.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    private void awaitCounts(int each) {
        await().atMost(Duration.ofSeconds(100))
                .untilAsserted(
                        () -> {
                            var counts = new HashMap<String, String>();
                            results().stream()
                                    .filter(it -> it.value().startsWith("all"))
                                    .forEach(it -> counts.put(it.key(), it.value()));
                            String all = "all " + each;
                            assertThat(counts)
                                    .isEqualTo(Map.of("word0", all, "word1", all, "word2", all));
                        });
    }

    /** Streams deletes what it has read of its repartition topic. */
    private void awaitPurge() {
        String name = "count-" + topic + "-by-word-repartition";
        var partitions = Set.of(new TopicPartition(name, 0), new TopicPartition(name, 1));
        try (var consumer = consumer(Map.of())) {
            await().atMost(LONG)
                    .until(
                            () ->
                                    consumer.beginningOffsets(partitions).values().stream()
                                            .anyMatch(begin -> begin > 0));
        }
    }
}
