package labs.mq.shop.run;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import labs.mq.shop.Order;
import labs.mq.shop.OrderGenerator;
import labs.mq.shop.OrderGenerator.Arrival;
import labs.mq.shop.ShopSerdes;
import labs.mq.shop.ShopTopics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Sends the orders as they arrive, on a thread of its own, and somewhere in the middle {@value
 * #GARBAGE} records that are no orders. Thread-safe. Close it.
 */
final class OrderFeed implements AutoCloseable {
    static final int GARBAGE = 3;

    private final OrderGenerator generator;
    private final String topic;
    private final int rate;
    private final int middle;
    private final Producer<Integer, byte[]> producer;
    private final Thread sender = new Thread(this::run, "shop-feed");
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private volatile boolean isClosed;
    private volatile long sent;
    private volatile long repeated;

    /**
     * @param orders how many different ones there are
     * @param rate how many a second at most; 0 for as many as can be sent
     */
    OrderFeed(
            String bootstrapServers,
            ShopTopics topics,
            OrderGenerator generator,
            int orders,
            int rate) {
        this.generator = generator;
        this.topic = topics.orders();
        this.rate = rate;
        this.middle = orders / 2 + 1;
        this.producer =
                new KafkaProducer<>(
                        settings(bootstrapServers),
                        Serdes.Integer().serializer(),
                        Serdes.ByteArray().serializer());
        sender.setDaemon(true);
    }

    private static Map<String, Object> settings(String bootstrapServers) {
        return Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.LINGER_MS_CONFIG,
                20,
                ProducerConfig.BATCH_SIZE_CONFIG,
                64 << 10);
    }

    void start() {
        sender.start();
    }

    private void run() {
        long start = System.nanoTime();
        try {
            while (generator.hasNext() && !isClosed && failure.get() == null) {
                waitForTurn(start);
                send(generator.next());
                if (sent == middle) {
                    sendGarbage();
                }
            }
            producer.flush();
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void waitForTurn(long start) {
        if (rate == 0 || sent % 20 != 0) {
            return;
        }
        long turn = start + sent * 1_000_000_000L / rate;
        for (long left; !isClosed && (left = turn - System.nanoTime()) > 0; ) {
            LockSupport.parkNanos(left);
        }
    }

    private void send(Arrival arrival) {
        Order order = arrival.order();
        byte[] value = ShopSerdes.ORDER.serializer().serialize(topic, order);
        send(new ProducerRecord<>(topic, null, arrival.placedAt(), order.customer(), value));
        sent++;
        repeated = generator.repeated();
    }

    private void sendGarbage() {
        for (int i = 0; i < GARBAGE; i++) {
            send(new ProducerRecord<>(topic, i, new byte[] {1, 2, 3}));
        }
    }

    private void send(ProducerRecord<Integer, byte[]> record) {
        producer.send(
                record,
                (metadata, e) -> {
                    if (e != null) {
                        failed(new IllegalStateException("an order could not be sent", e));
                    }
                });
    }

    private void failed(RuntimeException e) {
        if (!isClosed) {
            failure.compareAndSet(null, e);
        }
    }

    /** How many were sent, repetitions among them. */
    long sent() {
        return sent;
    }

    /** How many of these had been sent before. */
    long repeated() {
        return repeated;
    }

    /** Throws what made it stop, if something did. */
    void check() {
        RuntimeException e = failure.get();
        if (e != null) {
            throw e;
        }
    }

    @Override
    public void close() {
        isClosed = true;
        producer.close(Duration.ofSeconds(2));
        try {
            sender.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
