package labs.mq.bench;

import java.util.ArrayList;
import java.util.List;
import labs.cluster.kafka.KafkaNode;
import labs.kit.bench.Bench;
import labs.kit.bench.Series;

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
        Bench bench = Bench.of("mq", PARTS, args);
        System.setProperty(KafkaNode.JVM, "-XX:+UseG1GC"); // as Kafka's own script starts it
        var all = new ArrayList<Series>();
        if (bench.runs("load") || bench.runs("paced")) {
            try (var brokers = new Brokers()) {
                if (bench.runs("load")) {
                    all.addAll(new LoadRounds(brokers).run());
                }
                if (bench.runs("paced")) {
                    all.addAll(new PacedRounds(brokers).run());
                }
            }
        }
        if (bench.runs("start")) {
            all.add(new StartRounds().run());
        }
        if (bench.runs("recovery")) {
            all.add(new RecoveryRounds().run());
        }
        if (bench.runs("queue")) {
            all.addAll(new QueueRounds().run());
        }
        bench.write(all);
    }
}
