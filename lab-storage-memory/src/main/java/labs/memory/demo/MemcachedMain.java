package labs.memory.demo;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import labs.memory.cache.CacheStats;
import labs.memory.memcached.MemcachedServer;
import labs.memory.memcached.ServerOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves until Ctrl-C, for any client of Memcached, and shows each second what is going on. */
@Command(
        name = "memcached",
        sortOptions = false,
        description = {
            "Serve the Memcached protocols until Ctrl-C, with a line a second while something"
                    + " happens. Try it with any client:",
            "",
            "  printf 'set k 0 0 5\\r\\nhello\\r\\nget k\\r\\nquit\\r\\n' | nc 127.0.0.1 11211",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "1:the port cannot be listened on",
            "2:wrong arguments",
            "130:stopped by Ctrl-C"
        })
public final class MemcachedMain implements Callable<Integer> {
    @Option(
            names = {"-p", "--port"},
            paramLabel = "N",
            defaultValue = "11211",
            description = "The port to listen on; 0 for any free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = {"-l", "--host"},
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description =
                    "The address to listen on; 0.0.0.0 lets other machines in, without any"
                            + " password. Default: ${DEFAULT-VALUE}.")
    private String host;

    @Option(
            names = {"-m", "--memory"},
            paramLabel = "MIB",
            defaultValue = "64",
            description = "Memory for items, in MiB. Default: ${DEFAULT-VALUE}.")
    private int memory;

    @Option(
            names = {"-t", "--threads"},
            paramLabel = "N",
            defaultValue = "2",
            description = "Threads that serve. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = {"-c", "--connections"},
            paramLabel = "N",
            defaultValue = "1024",
            description = "Clients at once. Default: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(
            names = {"-q", "--quiet"},
            description = "Without the table.")
    private boolean quiet;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
    private final CountDownLatch stopped = new CountDownLatch(1);

    public static void main(String[] args) {
        System.exit(new CommandLine(new MemcachedMain()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        ServerOptions options = options();
        try (MemcachedServer server = MemcachedServer.start(options)) {
            Runtime.getRuntime().addShutdownHook(new Thread(stopped::countDown, "memcached-stop"));
            System.out.printf(
                    "serving at %s:%d, %d MiB, Ctrl-C ends it%n", host, server.port(), memory);
            watch(server);
        } catch (java.io.UncheckedIOException e) {
            System.err.println(e.getMessage());
            return 1;
        }
        return 0;
    }

    private ServerOptions options() {
        try {
            return ServerOptions.defaults()
                    .at(host, port)
                    .memory((long) memory << 20)
                    .threads(threads)
                    .maxConnections(connections);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private void watch(MemcachedServer server) throws InterruptedException {
        if (quiet) {
            stopped.await();
            return;
        }
        System.out.printf(
                "%8s%12s%12s%12s%12s%12s%12s%12s%n",
                "clients", "gets/s", "hits %", "sets/s", "items", "MiB", "evicted/s", "expired/s");
        long[] before = figures(server);
        while (!stopped.await(1, TimeUnit.SECONDS)) {
            long[] now = figures(server);
            if (!java.util.Arrays.equals(before, now)) {
                print(server, before, now);
            }
            before = now;
        }
    }

    private static long[] figures(MemcachedServer server) {
        CacheStats cache = server.cache();
        return new long[] {
            server.hits(), server.misses(), server.sets(), cache.evictions(), cache.reclaimed()
        };
    }

    private static void print(MemcachedServer server, long[] before, long[] now) {
        CacheStats cache = server.cache();
        long hits = now[0] - before[0];
        long gets = hits + now[1] - before[1];
        System.out.printf(
                "%8d%,12d%12s%,12d%,12d%12.1f%,12d%,12d%n",
                server.connections(),
                gets,
                gets == 0 ? "-" : "%.1f".formatted(100.0 * hits / gets),
                now[2] - before[2],
                cache.items(),
                cache.bytes() / 1048576.0,
                now[3] - before[3],
                now[4] - before[4]);
    }
}
