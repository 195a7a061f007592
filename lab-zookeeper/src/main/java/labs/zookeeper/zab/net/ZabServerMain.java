package labs.zookeeper.zab.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** One node as a process, which ends when the process that started it does. */
public final class ZabServerMain {
    private static final int FAILED = 1;

    private ZabServerMain() {}

    /**
     * @param args its number; the addresses of all nodes, as it reaches them, {@code
     *     host:port,host:port,…}; where it listens; the addresses of all nodes for clients; the
     *     file of its log
     */
    public static void main(String[] args) throws InterruptedException {
        if (args.length != 5) {
            System.err.println("ID PEERS LISTEN CLIENTS FILE, not " + List.of(args));
            System.exit(FAILED);
        }
        String name = "node " + args[0] + ": ";
        try {
            ZabServer.start(
                    config(args),
                    line -> System.err.println(name + line),
                    failure -> end(name, failure));
        } catch (UncheckedIOException | CorruptDiskException | IllegalArgumentException e) {
            System.err.println(name + e.getMessage());
            System.exit(FAILED);
        }
        System.out.println(name + "up");
        awaitParentsEnd();
    }

    /** At once: whoever is in an unknown state says nothing more to anybody. */
    private static void end(String name, Throwable failure) {
        System.err.println(name + "ends itself: " + failure);
        failure.printStackTrace();
        Runtime.getRuntime().halt(FAILED);
    }

    private static ZabConfig config(String[] args) {
        return new ZabConfig(
                Integer.parseInt(args[0]),
                addresses(args[1]),
                CounterClient.parse(args[2]),
                addresses(args[3]),
                Path.of(args[4]));
    }

    private static List<InetSocketAddress> addresses(String list) {
        return Stream.of(list.split(",")).map(CounterClient::parse).toList();
    }

    // Our standard input is a pipe that nobody writes to: it ends when the parent has gone, however
    // it went.
    private static void awaitParentsEnd() {
        try {
            while (System.in.read() >= 0) {}
        } catch (IOException e) {
            // The pipe is broken, which says the same.
        }
        Runtime.getRuntime().halt(0);
    }
}
