package labs.mq.log;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** What a topic has of its own, under the names that Kafka gives it; kept with its first log. */
public final class TopicSettings {
    private static final String FILE = "topic.properties";
    private static final String POLICY = "cleanup.policy";
    private static final Map<String, String> FIXED =
            Map.of(
                    "compression.type", "producer",
                    "message.timestamp.type", "CreateTime",
                    "min.insync.replicas", "1");

    private TopicSettings() {}

    /**
     * @throws IllegalArgumentException if there is no such setting, or it cannot have that value
     */
    static LogOptions apply(LogOptions base, Map<String, String> settings) {
        LogOptions options = base;
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            options = apply(options, setting.getKey(), setting.getValue());
        }
        return options;
    }

    private static LogOptions apply(LogOptions options, String name, String value) {
        return switch (name) {
            case POLICY -> cleanup(options, value);
            case "retention.ms" ->
                    options.withRetention(duration(number(name, value)), options.retentionBytes());
            case "retention.bytes" ->
                    options.withRetention(options.retention(), number(name, value));
            case "segment.bytes" -> options.withSegmentBytes(positive(name, value));
            case "segment.ms" -> options.withTimes(millis(name, value, 1), options.maxAhead());
            case "message.timestamp.after.max.ms" ->
                    options.withTimes(options.segmentAge(), millis(name, value, 0));
            case "max.message.bytes" -> options.withMaxBatchBytes(positive(name, value));
            case "delete.retention.ms" -> options.withTombstoneRetention(millis(name, value, 0));
            default -> {
                requireWhatIsSoHere(name, value);
                yield options;
            }
        };
    }

    /** Settings with one value only that is true of this broker; programs send it to be sure. */
    private static void requireWhatIsSoHere(String name, String value) {
        String here = FIXED.get(name);
        if (here == null) {
            throw new IllegalArgumentException(
                    "there is no setting "
                            + name
                            + " here: cleanup.policy, retention.ms, retention.bytes, segment.bytes,"
                            + " segment.ms, max.message.bytes, message.timestamp.after.max.ms,"
                            + " delete.retention.ms");
        } else if (!here.equals(value)) {
            throw new IllegalArgumentException(name + " can be nothing but " + here + " here");
        }
    }

    private static LogOptions cleanup(LogOptions options, String value) {
        List<String> ways = List.of(value.split("\\s*,\\s*"));
        if (!Set.of("compact", "delete").containsAll(ways)) {
            throw new IllegalArgumentException("cleanup.policy is compact, delete, or both");
        }
        return options.withCleanup(ways.contains("compact"), ways.contains("delete"));
    }

    /** Whether a setting is a list, to which something can be added. */
    public static boolean isList(String name) {
        return name.equals(POLICY);
    }

    /** What such a list is for a topic that has none of its own. */
    public static String listByDefault(String name) {
        return isList(name) ? "delete" : "";
    }

    /** The settings that have one value only, and that value. */
    public static Map<String, String> fixed() {
        return FIXED;
    }

    private static Duration duration(long millis) {
        return millis < 0 ? null : Duration.ofMillis(millis);
    }

    private static int positive(String name, String value) {
        long number = number(name, value);
        if (number < Batch.HEADER || number > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(name + " cannot be " + value);
        }
        return (int) number;
    }

    private static Duration millis(String name, String value, long least) {
        long number = number(name, value);
        if (number < least) {
            throw new IllegalArgumentException(name + " cannot be " + value);
        }
        return Duration.ofMillis(number);
    }

    private static long number(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is a whole number, not " + value, e);
        }
    }

    static void store(Path firstLog, Map<String, String> settings) throws IOException {
        Path file = firstLog.resolve(FILE);
        if (settings.isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        Files.createDirectories(firstLog);
        var lines = new StringBuilder();
        settings.forEach((name, value) -> lines.append(name + "=" + value + "\n"));
        Path half = file.resolveSibling(FILE + ".new");
        Files.writeString(half, lines);
        Files.move(half, file, ATOMIC_MOVE, REPLACE_EXISTING); // whole, or as it was
    }

    static Map<String, String> load(Path firstLog) throws IOException {
        var properties = new Properties();
        if (Files.exists(firstLog.resolve(FILE))) {
            try (Reader in = Files.newBufferedReader(firstLog.resolve(FILE))) {
                properties.load(in);
            }
        }
        var settings = new TreeMap<String, String>();
        properties.forEach((name, value) -> settings.put((String) name, (String) value));
        return settings;
    }
}
