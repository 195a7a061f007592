package labs.mq.broker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import labs.mq.log.Log;
import labs.mq.log.LogDirectory;

/** The topics of a broker, and their partitions. Thread-safe. */
final class Topics {
    private final LogDirectory directory;
    private final BrokerOptions options;
    private final Map<String, List<Partition>> topics = new ConcurrentHashMap<>();

    Topics(LogDirectory directory, BrokerOptions options) {
        this.directory = directory;
        this.options = options;
        directory.topics().forEach(topic -> topics.put(topic, partitions(directory.logs(topic))));
    }

    private static List<Partition> partitions(List<Log> logs) {
        var partitions = new ArrayList<Partition>();
        logs.forEach(log -> partitions.add(new Partition(log)));
        return List.copyOf(partitions);
    }

    /** The names of all topics. */
    List<String> names() {
        return topics.keySet().stream().sorted().toList();
    }

    /** The partitions of a topic; none if there is no such topic. */
    List<Partition> partitions(String topic) {
        return topics.getOrDefault(topic, List.of());
    }

    /** One partition, or null if there is none. */
    Partition find(String topic, int partition) {
        List<Partition> partitions = partitions(topic);
        return partition >= 0 && partition < partitions.size() ? partitions.get(partition) : null;
    }

    /** Whether a topic may come into being by being asked for. */
    boolean mayAutoCreate() {
        return options.autoCreate();
    }

    /** How many partitions a topic gets when nobody says. */
    int defaultPartitions() {
        return options.partitions();
    }

    /**
     * Makes a topic.
     *
     * @throws IllegalArgumentException if its name cannot be one, or it exists
     */
    synchronized List<Partition> create(String topic, int count) throws IOException {
        List<Partition> partitions = partitions(directory.create(topic, count));
        topics.put(topic, partitions);
        return partitions;
    }
}
