package labs.mq.demo;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import labs.mq.broker.BrokerOptions;
import labs.mq.log.LogDirectory;

/**
 * What the broker was asked for. Read by hand: a library for it would take as long to load as all
 * the rest of the broker.
 */
final class BrokerArguments {
    static final String USAGE =
            """
            Usage: broker [OPTIONS]
            Serves Kafka's own clients over this chapter's log, until Ctrl-C.
              --host HOST      to listen on, and to tell clients (default: 127.0.0.1)
              --port N         to listen on; 0 for any that is free (default: 9092)
              --directory DIR  of the logs; they stay there (default: a temporary one,
                               removed at the end)
              --topics T:N,…   topics to make, each with its number of partitions, unless
                               they are there
              --partitions N   that a topic gets when nobody says how many (default: 1)
              --no-auto-create topics do not come into being by being asked for
              --log LEVEL      what is said on standard error: off, error, warn, info, debug
                               (default: warn)
              -h, --help       show this help""";

    private static final int HIGHEST_PORT = 65_535;
    private static final int UNSAID = 0; // how many partitions
    private static final int MOST_PARTITIONS = 1_000;
    private static final Set<String> LEVELS = Set.of("off", "error", "warn", "info", "debug");

    private String host = "127.0.0.1";
    private int port = 9092;
    private Path directory; // null for a temporary one
    private final Map<String, Integer> topics = new LinkedHashMap<>();
    private int partitions = 1;
    private boolean autoCreate = true;
    private String level = "warn";
    private boolean help;

    private BrokerArguments() {}

    /**
     * @throws IllegalArgumentException that says what is wrong with them
     */
    static BrokerArguments parse(String... args) {
        var parsed = new BrokerArguments();
        var rest = new ArrayDeque<>(List.of(args));
        while (!rest.isEmpty()) {
            String[] option = rest.remove().split("=", 2);
            if (option.length == 2) {
                rest.addFirst(option[1]);
            }
            parsed.take(option[0], rest);
        }
        return parsed;
    }

    private void take(String option, Deque<String> rest) {
        switch (option) {
            case "--host" -> host = value(option, rest);
            case "--port" -> port = number(option, value(option, rest), 0, HIGHEST_PORT);
            case "--directory" -> directory = Path.of(value(option, rest));
            case "--topics" -> addTopics(value(option, rest));
            case "--partitions" ->
                    partitions = number(option, value(option, rest), 1, MOST_PARTITIONS);
            case "--no-auto-create" -> autoCreate = false;
            case "--log" -> level = level(value(option, rest));
            case "-h", "--help" -> help = true;
            default -> throw new IllegalArgumentException("there is no option " + option);
        }
    }

    private static String value(String option, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(option + " wants a value");
        }
        return rest.remove();
    }

    private void addTopics(String list) {
        for (String topic : list.split(",")) {
            String[] parts = topic.split(":", 2);
            LogDirectory.requireTopicName(parts[0]);
            topics.put(
                    parts[0],
                    parts.length == 1
                            ? UNSAID
                            : number("the partitions of " + topic, parts[1], 1, MOST_PARTITIONS));
        }
    }

    private static String level(String text) {
        if (!LEVELS.contains(text)) {
            throw new IllegalArgumentException("--log is one of " + LEVELS + ", not " + text);
        }
        return text;
    }

    private static int number(String what, String text, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(
                what + ": a number from " + least + " to " + most + ", not " + text);
    }

    boolean help() {
        return help;
    }

    /** Null for a temporary one. */
    Path directory() {
        return directory;
    }

    /** Those to be made, with their numbers of partitions. */
    Map<String, Integer> topics() {
        var counted = new LinkedHashMap<>(topics);
        counted.replaceAll((name, count) -> count == UNSAID ? partitions : count);
        return counted;
    }

    /** How much is said on standard error. */
    String level() {
        return level;
    }

    /** The same for a broker with its logs there. */
    BrokerOptions in(Path logs) {
        return BrokerOptions.in(logs)
                .withHost(host)
                .withPort(port)
                .withPartitions(partitions)
                .withAutoCreate(autoCreate);
    }
}
