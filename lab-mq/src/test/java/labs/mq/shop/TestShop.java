package labs.mq.shop;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;

/** The whole topology without a broker: what is put in is worked off at once. Close it. */
final class TestShop implements AutoCloseable {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    final Catalogue catalogue = new Catalogue(10_000, 7);
    final ShopTopics topics = new ShopTopics("shop");
    private final TopologyTestDriver driver;
    private final TestInputTopic<Integer, Order> orders;

    TestShop(Path state) {
        var worker = new WorkerSettings("none:1", "shop", 0, 1, state, Duration.ofSeconds(1));
        Properties settings = worker.toProperties();
        // Nothing dies here; and with transactions the driver drops dead letters that nothing
        // follows.
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        driver = new TopologyTestDriver(ShopTopology.build(catalogue, topics), settings, NOON);
        orders =
                driver.createInputTopic(
                        topics.orders(),
                        Serdes.Integer().serializer(),
                        ShopSerdes.ORDER.serializer());
    }

    /** One order arrives, which was placed then. */
    void place(Order order, Instant placedAt) {
        orders.pipeInput(order.customer(), order, placedAt);
    }

    void place(Order order) {
        place(order, NOON);
    }

    /** Something arrives among the orders. */
    void placeBytes(byte[] key, byte[] value) {
        driver.createInputTopic(
                        topics.orders(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(key, value, NOON);
    }

    List<TestRecord<Integer, Order>> payments() {
        return read(
                topics.payments(),
                Serdes.Integer().deserializer(),
                ShopSerdes.ORDER.deserializer());
    }

    List<TestRecord<Integer, Order>> refunds() {
        return read(
                topics.refunds(), Serdes.Integer().deserializer(), ShopSerdes.ORDER.deserializer());
    }

    List<TestRecord<Long, Outcome>> outcomes() {
        return read(
                topics.outcomes(), Serdes.Long().deserializer(), ShopSerdes.OUTCOME.deserializer());
    }

    List<TestRecord<Long, String>> notices() {
        return read(topics.notices(), Serdes.Long().deserializer(), Serdes.String().deserializer());
    }

    List<TestRecord<byte[], byte[]>> deadLetters() {
        return read(
                topics.deadLetters(),
                Serdes.ByteArray().deserializer(),
                Serdes.ByteArray().deserializer());
    }

    private <K, V> List<TestRecord<K, V>> read(
            String topic, Deserializer<K> key, Deserializer<V> value) {
        return driver.createOutputTopic(topic, key, value).readRecordsToList();
    }

    /** What that customer has. */
    long balance(int customer) {
        Long balance = driver.<Integer, Long>getKeyValueStore(ShopStores.ACCOUNTS).get(customer);
        return balance == null ? catalogue.openingBalance(customer) : balance;
    }

    /** How many of that product are left. */
    long stock(int product) {
        Long left = driver.<Integer, Long>getKeyValueStore(ShopStores.STOCK).get(product);
        return left == null ? catalogue.openingStock(product) : left;
    }

    /** What was sold of that group in each window, by when it began, as seconds after noon. */
    List<String> windows(int group) {
        try (KeyValueIterator<Windowed<Integer>, Long> all =
                driver.<Integer, Long>getWindowStore(ShopStores.REVENUE).all()) {
            Iterable<KeyValue<Windowed<Integer>, Long>> entries = () -> all;
            return StreamSupport.stream(entries.spliterator(), false)
                    .filter(entry -> entry.key.key() == group)
                    .map(
                            entry ->
                                    (entry.key.window().start() - NOON.toEpochMilli()) / 1_000
                                            + ": "
                                            + entry.value)
                    .sorted()
                    .toList();
        }
    }

    /** What was sold of that group too late. */
    long late(int group) {
        Long late = driver.<Integer, Long>getKeyValueStore(ShopStores.LATE_REVENUE).get(group);
        return late == null ? 0 : late;
    }

    @Override
    public void close() {
        driver.close();
    }
}
