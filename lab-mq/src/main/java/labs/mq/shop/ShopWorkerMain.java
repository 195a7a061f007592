package labs.mq.shop;

import java.nio.file.Path;
import java.time.Duration;
import labs.mq.cluster.Orders;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/**
 * One worker of the shop in a process of its own, to be killed. It ends with the process that
 * started it.
 *
 * <pre>
 *   stdout: STATE RUNNING   it has its partitions and their state
 *   stdout: FAILED …        a thread of it failed; another takes its place
 * </pre>
 */
public final class ShopWorkerMain {
    private ShopWorkerMain() {}

    /**
     * Runs until it is killed.
     *
     * @param args bootstrap servers, application, number of the worker, threads, directory for
     *     state, number of orders, seed, milliseconds between commits
     */
    public static void main(String[] args) {
        Orders parent = Orders.fromStandardInput();
        var settings =
                new WorkerSettings(
                        args[0],
                        args[1],
                        Integer.parseInt(args[2]),
                        Integer.parseInt(args[3]),
                        Path.of(args[4]),
                        Duration.ofMillis(Long.parseLong(args[7])));
        var catalogue = new Catalogue(Integer.parseInt(args[5]), Long.parseLong(args[6]));
        var topology = ShopTopology.build(catalogue, new ShopTopics(args[1]));
        var streams = new KafkaStreams(topology, settings.toProperties());
        streams.setStateListener((now, before) -> System.out.println("STATE " + now));
        streams.setUncaughtExceptionHandler(
                e -> {
                    System.out.println("FAILED " + e);
                    e.printStackTrace();
                    return StreamThreadExceptionResponse.REPLACE_THREAD;
                });
        streams.start();
        while (true) {
            parent.next(); // nobody says anything: it waits for the end
        }
    }
}
