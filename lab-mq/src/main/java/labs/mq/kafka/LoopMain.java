package labs.mq.kafka;

import java.nio.file.Path;
import java.util.function.Function;
import labs.mq.cluster.Orders;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * A consumer in a process of its own, to be killed. It writes what it does into a {@link Ledger}
 * and, before the record of a given number, stops and waits to be told.
 *
 * <pre>
 *   stdout: AT 33       it has begun with its 33rd record and not done it
 *   stdin:  any line    it goes on
 *   stdout: CLOSED      after Ctrl-C (or SIGTERM): it has left its group
 * </pre>
 */
final class LoopMain {
    private final Orders orders = Orders.fromStandardInput();
    private final Ledger ledger;
    private final int stopAt;
    private int begun; // only the loop's thread

    private LoopMain(Path ledger, int stopAt) {
        this.ledger = new Ledger(ledger);
        this.stopAt = stopAt;
    }

    /**
     * Runs until it is killed or told to end.
     *
     * @param args bootstrap servers, topic, group, its name in the group or {@code -}, {@code
     *     at-least-once} or {@code at-most-once}, the ledger's file, and the number of the record
     *     to stop at (0 for none)
     */
    public static void main(String[] args) {
        ConsumerSettings settings = ConsumerSettings.of(args[0], args[2]).maxRecords(20);
        if (!args[3].equals("-")) {
            settings = settings.instance(args[3]);
        }
        var main = new LoopMain(Path.of(args[5]), Integer.parseInt(args[6]));
        ConsumerLoop loop = ConsumerLoop.start(settings, args[1], main.delivery(args[4]));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(loop), "mq-at-exit"));
    }

    private Function<Consumer<String, String>, Delivery> delivery(String kind) {
        Processor processor =
                record -> {
                    if (++begun == stopAt) {
                        System.out.println("AT " + begun);
                        orders.next();
                    }
                    ledger.process(record);
                };
        return kind.equals("at-least-once")
                ? consumer -> new AtLeastOnce(consumer, processor)
                : consumer -> new AtMostOnce(consumer, processor);
    }

    private static void close(ConsumerLoop loop) {
        loop.close();
        System.out.println("CLOSED");
    }
}
