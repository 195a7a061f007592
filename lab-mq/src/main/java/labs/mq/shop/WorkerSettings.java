package labs.mq.shop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;

/**
 * How one worker of the shop runs.
 *
 * @param bootstrapServers {@code host:port,host:port}
 * @param application its name, which is also its group's
 * @param worker its number among the workers; it has it in all its lives
 * @param threads how many work in it
 * @param state the directory of all workers' state
 * @param commitInterval how long a transaction collects before it is committed: what others see is
 *     that much older, and the cost of a commit is shared by that much more
 */
public record WorkerSettings(
        String bootstrapServers,
        String application,
        int worker,
        int threads,
        Path state,
        Duration commitInterval) {

    /**
     * For Kafka Streams: what a task reads, changes and sends is one transaction; a worker that
     * comes back soon after its death gets its partitions at once, in a directory of its own that
     * is the same in all its lives; what can't be read goes to {@link ShopTopics#deadLetters}, and
     * the rest goes on.
     */
    public Properties toProperties() {
        // BEGIN SOLUTION
        var map = sizes();
        map.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        map.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        map.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        map.put(StreamsConfig.STATE_DIR_CONFIG, state.resolve("worker-" + worker).toString());
        map.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
                application + "-" + worker);
        map.put(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                LogAndContinueExceptionHandler.class);
        map.put(
                StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG,
                new ShopTopics(application).deadLetters());
        return map;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-7: see README, part 7");
    }

    /** What is measured rather than right or wrong. */
    private Properties sizes() {
        var map = new Properties();
        map.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        map.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
        map.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 32L << 20);
        map.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
        map.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 500);
        map.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 5_000);
        map.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 5_000);
        map.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 50);
        map.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 << 10);
        map.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 20_000);
        return map;
    }
}
