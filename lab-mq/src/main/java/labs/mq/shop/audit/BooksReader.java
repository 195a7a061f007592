package labs.mq.shop.audit;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import labs.mq.shop.Order;
import labs.mq.shop.ShopSerdes;
import labs.mq.shop.ShopStores;
import labs.mq.shop.ShopTopics;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads what was committed, from the first record on, into the books. The balances come from where
 * the workers would restore them: the changelogs of their stores. For one thread. Close it.
 */
public final class BooksReader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Books books;
    private final Map<String, BiConsumer<byte[], byte[]>> entries = new HashMap<>(); // by topic
    private final Consumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    /** All topics must exist. */
    public BooksReader(String bootstrapServers, ShopTopics topics, Books books) {
        this.books = books;
        topics(topics);
        consumer = new KafkaConsumer<>(settings(bootstrapServers));
        partitions = new ArrayList<>();
        for (String topic : entries.keySet()) {
            for (PartitionInfo info : consumer.partitionsFor(topic, PATIENCE)) {
                partitions.add(new TopicPartition(topic, info.partition()));
            }
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    private void topics(ShopTopics topics) {
        entries.put(topics.payments(), (key, value) -> books.payment(order(value)));
        entries.put(topics.refunds(), (key, value) -> books.refund(order(value)));
        entries.put(
                topics.outcomes(),
                (key, value) ->
                        books.outcome(ShopSerdes.OUTCOME.deserializer().deserialize("", value)));
        entries.put(topics.deadLetters(), (key, value) -> books.deadLetter());
        entries.put(topics.notices(), (key, value) -> books.notice(number(key)));
        entries.put(
                topics.changelog(ShopStores.ACCOUNTS),
                (key, value) -> books.balance(ByteBuffer.wrap(key).getInt(), number(value)));
        entries.put(
                topics.changelog(ShopStores.STOCK),
                (key, value) -> books.stock(ByteBuffer.wrap(key).getInt(), number(value)));
        entries.put(topics.changelog(ShopStores.REVENUE), this::window);
        entries.put(
                topics.changelog(ShopStores.LATE_REVENUE),
                (key, value) -> books.lateRevenue(ByteBuffer.wrap(key).getInt(), number(value)));
    }

    private static Order order(byte[] value) {
        return ShopSerdes.ORDER.deserializer().deserialize("", value);
    }

    private static long number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
    }

    // The key of a window store's entry: the key, when the window begins, a number that is 0.
    private void window(byte[] key, byte[] value) {
        if (value != null) {
            ByteBuffer in = ByteBuffer.wrap(key);
            books.revenue(in.getInt(), in.getLong(), number(value));
        }
    }

    private static Map<String, Object> settings(String bootstrapServers) {
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                5_000);
    }

    /** Enters what has come, and waits that long if nothing has. Returns how many entries. */
    public int poll(Duration wait) {
        var records = consumer.poll(wait);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            entries.get(record.topic()).accept(record.key(), record.value());
        }
        return records.count();
    }

    /**
     * Enters all that is committed now.
     *
     * @throws IllegalStateException if the end can't be reached: a transaction was left open
     */
    public void readToEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (poll(Duration.ofMillis(200)) > 0) {
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("no end in sight before " + ends);
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
