package labs.mq.broker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import labs.mq.log.CompactedLog;
import labs.mq.log.Log;
import labs.mq.log.LogDirectory;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics of a broker, and their partitions. Thread-safe. */
final class Topics {
    private final LogDirectory directory;
    private final BrokerOptions options;
    private final Map<String, List<Partition>> topics = new ConcurrentHashMap<>();

    Topics(LogDirectory directory, BrokerOptions options) throws IOException {
        this.directory = directory;
        this.options = options;
        for (String topic : directory.topics()) {
            topics.put(topic, partitions(directory.logs(topic)));
        }
    }

    private static List<Partition> partitions(List<Log> logs) throws IOException {
        var partitions = new ArrayList<Partition>();
        for (Log log : logs) {
            partitions.add(new Partition(log));
        }
        return List.copyOf(partitions);
    }

    /** Where the committed offsets are. */
    static final String OFFSETS = "__consumer_offsets";

    /** Where the states of the transactions are. */
    static final String TRANSACTIONS = "__transaction_state";

    private static final Set<String> INTERNAL = Set.of(OFFSETS, TRANSACTIONS);

    /** Whether a topic is the broker's own: clients may read it, not write to it. */
    static boolean isInternal(String topic) {
        return INTERNAL.contains(topic);
    }

    /** The names of all topics. */
    List<String> names() {
        return topics.keySet().stream().sorted().toList();
    }

    /** The id of a topic, which one of the same name that comes after it has not. */
    Uuid id(String topic) {
        Uuid id = directory.id(topic);
        return id == null ? Uuid.ZERO_UUID : id;
    }

    /** The name of the topic of that id; null if there is none. */
    String name(Uuid id) {
        return directory.name(id);
    }

    /** The partitions of a topic; none if there is no such topic. */
    List<Partition> partitions(String topic) {
        return topics.getOrDefault(topic, List.of());
    }

    /** A table that the broker keeps in a topic of its own, which comes into being if need be. */
    synchronized CompactedLog table(String topic) throws IOException {
        List<Partition> partitions = partitions(topic);
        return new CompactedLog(
                (partitions.isEmpty() ? create(topic, 1) : partitions).get(0).log());
    }

    /** One partition, or null if there is none. */
    Partition find(String topic, int partition) {
        List<Partition> partitions = partitions(topic);
        return partition >= 0 && partition < partitions.size() ? partitions.get(partition) : null;
    }

    /** What is done with a topic while nobody can delete it. */
    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }

    /**
     * Deletes a topic and all that is in it.
     *
     * @param forget forgets what is kept of it elsewhere; first, or a topic that is made under its
     *     name after a crash would inherit that
     * @return whether there was one
     */
    synchronized boolean delete(String topic, Action forget) throws IOException {
        if (topics.remove(topic) == null) {
            return false;
        }
        forget.run();
        return directory.delete(topic);
    }

    /**
     * Runs an action that is about a partition, unless there is no such partition.
     *
     * @return whether there is
     */
    synchronized boolean ifThere(String topic, int partition, Action action) throws IOException {
        if (find(topic, partition) == null) {
            return false;
        }
        action.run();
        return true;
    }

    /**
     * @throws TopicExistsException if there is one of that name
     * @throws IllegalArgumentException if its name cannot be one
     */
    private void requireCreatable(String topic) {
        LogDirectory.requireTopicName(topic);
        if (topics.containsKey(topic)) {
            throw new TopicExistsException("topic " + topic + " exists");
        }
    }

    /**
     * The same, for a topic with these settings.
     *
     * @throws IllegalArgumentException also if there is no such setting, or not of that value
     */
    void requireCreatable(String topic, Map<String, String> settings) {
        requireCreatable(topic);
        directory.requireSettings(settings);
    }

    /** What a topic has of its own, under Kafka's names. */
    Map<String, String> settings(String topic) throws IOException {
        return directory.settings(topic);
    }

    /**
     * Gives a topic other settings of its own.
     *
     * @param change from those that it has
     * @param validateOnly whether it is only asked whether that could be
     * @throws IllegalArgumentException if there is no such setting, or not of that value
     */
    synchronized void alter(
            String topic, UnaryOperator<Map<String, String>> change, boolean validateOnly)
            throws IOException {
        Map<String, String> settings = change.apply(directory.settings(topic));
        directory.requireSettings(settings);
        if (!validateOnly) {
            directory.alter(topic, settings);
        }
    }

    /** Gives a topic further partitions; those that it has stay as they are. */
    synchronized void grow(String topic, int count) throws IOException {
        var partitions = new ArrayList<>(partitions(topic));
        List<Log> logs = directory.grow(topic, count);
        partitions.addAll(partitions(logs.subList(partitions.size(), logs.size())));
        topics.put(topic, List.copyOf(partitions));
    }

    /** Whether a topic may come into being by being asked for. */
    boolean mayAutoCreate() {
        return options.autoCreate();
    }

    /** How many partitions a topic gets when nobody says. */
    int defaultPartitions() {
        return options.partitions();
    }

    /** The partitions of a topic, which comes into being if there is none; or of two at once. */
    synchronized List<Partition> findOrCreate(String topic) throws IOException {
        List<Partition> partitions = partitions(topic);
        return partitions.isEmpty() ? create(topic, defaultPartitions()) : partitions;
    }

    /**
     * Makes a topic.
     *
     * @throws TopicExistsException if there is one of that name
     * @throws IllegalArgumentException if its name cannot be one
     */
    List<Partition> create(String topic, int count) throws IOException {
        return create(topic, count, Map.of());
    }

    /** The same, with settings of its own. */
    synchronized List<Partition> create(String topic, int count, Map<String, String> settings)
            throws IOException {
        requireCreatable(topic);
        List<Partition> partitions = partitions(directory.create(topic, count, settings));
        topics.put(topic, partitions);
        return partitions;
    }
}
