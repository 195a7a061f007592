package labs.mq.log;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** What a topic has of its own, under the names that Kafka gives it; kept with its first log. */
final class TopicSettings {
    private static final String FILE = "topic.properties";

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
            case "cleanup.policy" -> options.withCompact(isCompact(value));
            case "retention.ms" ->
                    options.withRetention(duration(number(name, value)), options.retentionBytes());
            case "retention.bytes" ->
                    options.withRetention(options.retention(), number(name, value));
            case "segment.bytes" -> options.withSegmentBytes(positive(name, value));
            case "segment.ms" -> options.withTimes(millis(name, value, 1), options.maxAhead());
            case "message.timestamp.after.max.ms" ->
                    options.withTimes(options.segmentAge(), millis(name, value, 0));
            case "max.message.bytes" -> options.withMaxBatchBytes(positive(name, value));
            default ->
                    throw new IllegalArgumentException(
                            "there is no setting "
                                    + name
                                    + " here: cleanup.policy, retention.ms,"
                                    + " retention.bytes, segment.bytes, segment.ms,"
                                    + " max.message.bytes, message.timestamp.after.max.ms");
        };
    }

    private static boolean isCompact(String value) {
        if (!value.equals("compact") && !value.equals("delete")) {
            throw new IllegalArgumentException("cleanup.policy is compact or delete");
        }
        return value.equals("compact");
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
        if (settings.isEmpty()) {
            return;
        }
        Files.createDirectories(firstLog);
        var lines = new StringBuilder();
        settings.forEach((name, value) -> lines.append(name + "=" + value + "\n"));
        Files.writeString(firstLog.resolve(FILE), lines);
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
