package labs.mq.shop.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import labs.mq.shop.ShopStores;
import labs.mq.shop.ShopTopics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/** The shop's topics in the cluster: made, watched, deleted. Thread-safe. Close it. */
final class ShopCluster implements AutoCloseable {
    private static final int PARTITIONS = 4;
    private static final int SECONDS = 60;

    private final ShopTopics topics;
    private final Admin admin;

    ShopCluster(String bootstrapServers, ShopTopics topics) {
        this.topics = topics;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** Makes the topics, and waits until their leaders answer. */
    void createTopics() throws InterruptedException {
        // Event times lie up to an hour and more back: nothing may be deleted for its age.
        Map<String, String> keep = Map.of("retention.ms", "-1");
        List<NewTopic> wanted =
                topics.all().stream()
                        .map(
                                name ->
                                        new NewTopic(
                                                        name,
                                                        Optional.of(PARTITIONS),
                                                        Optional.empty())
                                                .configs(keep))
                        .toList();
        get(admin.createTopics(wanted).all());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (ends(topics.all()).isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the new topics have no leaders");
            }
            Thread.sleep(50); // there is no event to wait for
        }
    }

    /** Whether the workers have made the topics that they need for themselves. */
    boolean isComplete() throws InterruptedException {
        return get(admin.listTopics().names()).containsAll(internal());
    }

    private Set<String> internal() {
        return Set.of(
                topics.changelog(ShopStores.ACCOUNTS),
                topics.changelog(ShopStores.STOCK),
                topics.changelog(ShopStores.REVENUE),
                topics.changelog(ShopStores.LATE_REVENUE),
                topics.salesByGroup());
    }

    /** How far each stage is behind, in records; empty while the cluster can't say. */
    Optional<Lag> lag() throws InterruptedException {
        List<String> inputs =
                List.of(
                        topics.orders(),
                        topics.refunds(),
                        topics.payments(),
                        topics.outcomes(),
                        topics.salesByGroup());
        Optional<Map<TopicPartition, Long>> ends = ends(inputs);
        Optional<Map<TopicPartition, OffsetAndMetadata>> committed =
                tryGet(
                        admin.listConsumerGroupOffsets(topics.application())
                                .partitionsToOffsetAndMetadata());
        if (ends.isEmpty() || committed.isEmpty()) {
            return Optional.empty();
        }
        var behind = new HashMap<String, Long>();
        ends.get()
                .forEach(
                        (partition, end) -> {
                            OffsetAndMetadata offset = committed.get().get(partition);
                            long lag = end - (offset == null ? 0 : offset.offset());
                            behind.merge(partition.topic(), Math.max(0, lag), Long::sum);
                        });
        return Optional.of(
                new Lag(
                        behind.get(topics.orders()) + behind.get(topics.refunds()),
                        behind.get(topics.payments()),
                        behind.get(topics.outcomes()),
                        behind.get(topics.salesByGroup())));
    }

    private Optional<Map<TopicPartition, Long>> ends(List<String> names)
            throws InterruptedException {
        var described = tryGet(admin.describeTopics(names).allTopicNames());
        if (described.isEmpty()) {
            return Optional.empty();
        }
        var wanted = new HashMap<TopicPartition, OffsetSpec>();
        described
                .get()
                .forEach(
                        (name, topic) ->
                                topic.partitions()
                                        .forEach(
                                                partition ->
                                                        wanted.put(
                                                                new TopicPartition(
                                                                        name,
                                                                        partition.partition()),
                                                                OffsetSpec.latest())));
        return tryGet(admin.listOffsets(wanted).all())
                .map(
                        offsets -> {
                            var ends = new HashMap<TopicPartition, Long>();
                            offsets.forEach(
                                    (partition, info) -> ends.put(partition, info.offset()));
                            return ends;
                        });
    }

    /** Deletes all that the shop has in the cluster. */
    void deleteTopics() throws InterruptedException {
        var ours = new ArrayList<String>();
        for (String name : get(admin.listTopics().names())) {
            if (name.startsWith(topics.application() + "-")) {
                ours.add(name);
            }
        }
        get(admin.deleteTopics(ours).all());
    }

    private static <T> T get(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka refused: " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("Kafka did not answer in " + SECONDS + " s", e);
        }
    }

    // While a broker is away, an answer may be late or "not now".
    private static <T> Optional<T> tryGet(KafkaFuture<T> future) throws InterruptedException {
        try {
            return Optional.of(future.get(5, TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                return Optional.empty();
            }
            throw new IllegalStateException("Kafka refused: " + e.getCause().getMessage(), e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
