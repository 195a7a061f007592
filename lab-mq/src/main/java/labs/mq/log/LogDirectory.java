package labs.mq.log;

import java.io.IOException;
import java.io.Reader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;

/**
 * A directory with the logs of many partitions, each in {@code TOPIC-PARTITION}. One process at a
 * time may have it open. Thread-safe.
 */
public final class LogDirectory implements AutoCloseable {
    private static final int VERSION = 1;
    private static final String FORMAT = "format.properties";
    private static final Pattern PARTITION = Pattern.compile("(.+)-(\\d+)");
    // As Kafka has it: a topic's name becomes the name of a directory.
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private final Path root;
    private final LogOptions options;
    private final FileChannel lockFile;
    private final SortedMap<String, List<Log>> topics = new TreeMap<>(); // guarded by this

    private final Map<String, Uuid> ids = new ConcurrentHashMap<>(); // by topic
    private final Map<Uuid, String> names = new ConcurrentHashMap<>(); // the other way round

    private LogDirectory(Path root, LogOptions options, FileChannel lockFile) {
        this.root = root;
        this.options = options;
        this.lockFile = lockFile;
    }

    /**
     * Opens all logs in that directory; makes it if it does not exist.
     *
     * @throws LogDirectoryException if another process has it open, if it was written in a format
     *     that this version does not know, or holds something else
     */
    public static LogDirectory open(Path root, LogOptions options) throws IOException {
        Files.createDirectories(root);
        FileChannel lockFile = lock(root);
        try {
            requireFormat(root);
            var directory = new LogDirectory(root, options, lockFile);
            try {
                directory.openAll();
                return directory;
            } catch (IOException | RuntimeException e) {
                directory.topics.values().forEach(LogDirectory::abandon);
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
    }

    private static FileChannel lock(Path root) throws IOException {
        FileChannel file =
                FileChannel.open(
                        root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isLocked(file)) {
            file.close();
            throw new LogDirectoryException(
                    root + " is in use by another broker: stop it, or give another directory");
        }
        return file;
    }

    private static boolean isLocked(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock(); // given back by the kernel, however we end
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // by this very process
        }
    }

    private static void requireFormat(Path root) throws IOException {
        Path file = root.resolve(FORMAT);
        if (Files.exists(file)) {
            var properties = new Properties();
            try (Reader in = Files.newBufferedReader(file)) {
                properties.load(in);
            }
            String version = properties.getProperty("version");
            if (!Integer.toString(VERSION).equals(version)) {
                throw new LogDirectoryException(
                        root
                                + " was written in format "
                                + version
                                + ", and this broker knows "
                                + VERSION
                                + ": use the broker that wrote it, or an empty directory");
            }
            return;
        }
        try (Stream<Path> files = Files.list(root)) {
            boolean isStrange = files.anyMatch(path -> !path.endsWith(".lock"));
            if (isStrange) {
                throw new LogDirectoryException(
                        root + " is neither empty nor a log directory (it has no " + FORMAT + ")");
            }
        }
        Files.writeString(file, "version=" + VERSION + "\n");
    }

    private void openAll() throws IOException {
        var found = new TreeMap<String, TreeMap<Integer, Path>>();
        try (Stream<Path> paths = Files.list(root)) {
            for (Path path : paths.filter(Files::isDirectory).toList()) {
                Matcher name = PARTITION.matcher(path.getFileName().toString());
                if (!name.matches()) {
                    throw new LogDirectoryException(path + " is not the log of a partition");
                }
                found.computeIfAbsent(name.group(1), topic -> new TreeMap<>())
                        .put(Integer.parseInt(name.group(2)), path);
            }
        }
        for (Map.Entry<String, TreeMap<Integer, Path>> topic : found.entrySet()) {
            int partitions = topic.getValue().lastKey() + 1;
            if (partitions != topic.getValue().size()) {
                throw new LogDirectoryException(
                        root + " has not all partitions of " + topic.getKey() + " up to the last");
            }
            openTopic(topic.getKey(), partitions);
        }
    }

    private List<Log> openTopic(String topic, int partitions) throws IOException {
        var logs = new ArrayList<Log>();
        Path first = root.resolve(topic + "-0");
        LogOptions own = TopicSettings.apply(options, TopicSettings.load(first));
        try {
            for (int partition = 0; partition < partitions; partition++) {
                logs.add(Log.open(root.resolve(topic + "-" + partition), own));
            }
        } catch (IOException | RuntimeException e) {
            abandon(logs);
            throw e;
        }
        topics.put(topic, List.copyOf(logs));
        Uuid id = TopicId.of(first);
        ids.put(topic, id);
        names.put(id, topic);
        return logs;
    }

    private static void abandon(List<Log> logs) {
        logs.forEach(Log::abandon);
    }

    /** Letters, digits, dots, underscores and hyphens: it becomes the name of a directory. */
    public static boolean isTopicName(String topic) {
        return TOPIC.matcher(topic).matches() && !topic.equals(".") && !topic.equals("..");
    }

    /**
     * @throws IllegalArgumentException if this cannot be the name of a topic
     */
    public static void requireTopicName(String topic) {
        if (!isTopicName(topic)) {
            throw new IllegalArgumentException(
                    "\"" + topic + "\" is no topic name: letters, digits, . _ - (at most 249)");
        }
    }

    /**
     * @throws IllegalArgumentException if there is no such setting, or not of that value
     */
    public void requireSettings(Map<String, String> settings) {
        TopicSettings.apply(options, settings);
    }

    /** The settings that a topic has of its own. */
    public synchronized Map<String, String> settings(String topic) throws IOException {
        return TopicSettings.load(root.resolve(topic + "-0"));
    }

    /**
     * Makes the logs of a new topic.
     *
     * @throws IllegalArgumentException if the name cannot be that of a topic, or it exists
     */
    public List<Log> create(String topic, int partitions) throws IOException {
        return create(topic, partitions, Map.of());
    }

    /**
     * The same, with settings of its own, under the names that Kafka gives them: {@code
     * cleanup.policy}, {@code retention.ms} and so on.
     *
     * @throws IllegalArgumentException also if there is no such setting, or not of that value
     */
    public synchronized List<Log> create(String topic, int partitions, Map<String, String> settings)
            throws IOException {
        requireSettings(settings);
        requireTopicName(topic);
        if (partitions < 1) {
            throw new IllegalArgumentException("a topic has at least one partition");
        } else if (topics.containsKey(topic)) {
            throw new IllegalArgumentException("topic " + topic + " exists");
        }
        TopicSettings.store(root.resolve(topic + "-0"), settings);
        return openTopic(topic, partitions);
    }

    /**
     * Makes further logs for a topic.
     *
     * @param partitions how many it is to have; not fewer than it has
     * @return all its logs
     */
    public synchronized List<Log> grow(String topic, int partitions) throws IOException {
        var logs = new ArrayList<>(topics.get(topic));
        LogOptions own = logs.get(0).options();
        while (logs.size() < partitions) {
            logs.add(Log.open(root.resolve(topic + "-" + logs.size()), own));
            topics.put(topic, List.copyOf(logs)); // each at once: those that are made are there
        }
        return logs(topic);
    }

    /**
     * Gives a topic other settings of its own.
     *
     * @throws IllegalArgumentException if there is no such setting, or not of that value
     */
    public synchronized void alter(String topic, Map<String, String> settings) throws IOException {
        LogOptions own = TopicSettings.apply(options, settings);
        TopicSettings.store(root.resolve(topic + "-0"), settings);
        logs(topic).forEach(log -> log.reconfigure(own));
    }

    /**
     * Deletes the logs of a topic. Slices that were handed out stay readable.
     *
     * @return whether there was such a topic
     */
    public synchronized boolean delete(String topic) throws IOException {
        List<Log> logs = topics.remove(topic);
        if (logs == null) {
            return false;
        }
        names.remove(ids.remove(topic));
        for (int partition = logs.size() - 1; partition >= 0; partition--) { // no hole, if we die
            logs.get(partition).delete();
        }
        return true;
    }

    /** The logs of a topic by partition; none if there is no such topic. */
    public synchronized List<Log> logs(String topic) {
        return topics.getOrDefault(topic, List.of());
    }

    /** What tells a topic from others of its name, before and after; null if there is none. */
    public Uuid id(String topic) {
        return ids.get(topic);
    }

    /** The name of the topic of that id; null if there is none. */
    public String name(Uuid id) {
        return names.get(id);
    }

    /** The names of all topics. */
    public synchronized List<String> topics() {
        return List.copyOf(topics.keySet());
    }

    /** Closes all logs, also when one of them fails; then gives the directory free. */
    @Override
    public synchronized void close() throws IOException {
        IOException failure = null;
        for (List<Log> logs : topics.values()) {
            for (Log log : logs) {
                try {
                    log.close();
                } catch (IOException e) {
                    failure = e;
                }
            }
        }
        lockFile.close();
        if (failure != null) {
            throw failure;
        }
    }
}
