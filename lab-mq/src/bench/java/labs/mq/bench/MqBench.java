package labs.mq.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import labs.mq.cluster.KafkaServer;

/**
 * Runs everything, interleaved, and writes the result as JSON to the path that is the first
 * argument. More arguments name the parts to run: {@code load}, {@code paced}, {@code start},
 * {@code recovery}, {@code queue}. {@code -Dlab.recovery.gigabytes=1} makes the log that is
 * recovered smaller.
 */
public final class MqBench {
    private static final List<String> PARTS =
            List.of("load", "paced", "start", "recovery", "queue");

    private MqBench() {}

    public static void main(String[] args) throws Exception {
        List<String> parts = args.length > 1 ? List.of(args).subList(1, args.length) : PARTS;
        if (!PARTS.containsAll(parts)) {
            System.err.println("parts are " + String.join(", ", PARTS));
            System.exit(2);
        }
        System.setProperty(KafkaServer.JVM, "-XX:+UseG1GC"); // as Kafka's own script starts it
        var all = new ArrayList<Series>();
        if (parts.contains("load") || parts.contains("paced")) {
            try (var brokers = new Brokers()) {
                if (parts.contains("load")) {
                    all.addAll(new LoadRounds(brokers).run());
                }
                if (parts.contains("paced")) {
                    all.addAll(new PacedRounds(brokers).run());
                }
            }
        }
        if (parts.contains("start")) {
            all.add(new StartRounds().run());
        }
        if (parts.contains("recovery")) {
            all.add(new RecoveryRounds().run());
        }
        if (parts.contains("queue")) {
            all.addAll(new QueueRounds().run());
        }
        write(Path.of(args[0]), all);
    }

    static String label(int round) {
        return round < 0 ? "warm-up" : "round " + (round + 1);
    }

    private static void write(Path file, List<Series> all) throws IOException {
        String results = all.stream().map(Series::json).collect(Collectors.joining(",\n  "));
        Files.writeString(file, "{\"chapter\": \"mq\", \"results\": [\n  " + results + "\n]}\n");
    }
}
