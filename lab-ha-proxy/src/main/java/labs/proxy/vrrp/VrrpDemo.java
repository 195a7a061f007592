package labs.proxy.vrrp;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Two routers, one address: one stops, one is killed, the link is cut. */
@Command(
        name = "lab run ha-proxy vrrp",
        sortOptions = false,
        description =
                "Two routers on the loopback share an address that nobody really takes. One is"
                        + " stopped, one is killed, then the link between them is cut.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all went well", "1:it did not", "2:wrong arguments", "130:Ctrl-C"})
public final class VrrpDemo implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Spec private CommandSpec spec;

    @Option(
            names = "--interval",
            paramLabel = "MILLIS",
            defaultValue = "300",
            description = "Between two advertisements, in steps of 10 (default: 300).")
    private long interval;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    private VrrpRunner a;
    private VrrpRunner b;

    public static void main(String[] args) {
        System.exit(new CommandLine(new VrrpDemo()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Settings better = settings(200);
        Settings worse = settings(100);
        Duration silence = Timing.masterDown(worse.priority(), worse.interval());
        System.out.printf(
                "a has priority 200, b 100. A master speaks every %d ms; b believes it dead after %d ms"
                        + " of silence,%nand after a farewell waits %d ms.%n%n",
                interval,
                silence.toMillis(),
                Timing.skew(worse.priority(), worse.interval()).toMillis());
        try (var cable = new Cable()) {
            tell(cable, better, worse);
        } finally {
            end(a);
            end(b);
        }
        return 0;
    }

    private void tell(Cable cable, Settings better, Settings worse)
            throws IOException, InterruptedException {
        say("both start");
        b = start(cable, 1, worse, "          b");
        a = start(cable, 0, better, "a");
        await(Role.MASTER, Role.BACKUP);

        say("a is stopped, and says farewell");
        a.close();
        await(Role.INITIALIZE, Role.MASTER);

        say("a is started again, and preempts");
        a = start(cable, 0, better, "a");
        await(Role.MASTER, Role.BACKUP);

        say("a is killed, without a word");
        a.kill();
        await(Role.INITIALIZE, Role.MASTER);

        say("a is started again");
        a = start(cable, 0, better, "a");
        await(Role.MASTER, Role.BACKUP);

        say("the link is cut: b cannot tell this from the death of a");
        cable.cut();
        await(Role.MASTER, Role.MASTER);
        say("two masters, one address: split brain. Two have no majority to ask");

        say("the link is mended: the worse one hears the better one");
        cable.mend();
        await(Role.MASTER, Role.BACKUP);
        say("the end");
    }

    private VrrpRunner start(Cable cable, int end, Settings settings, String name)
            throws IOException {
        DatagramChannel channel = Cable.loopback();
        cable.plug(end, channel.getLocalAddress());
        return VrrpRunner.start(settings, channel, Set.of(cable.end(end)), new PrintingOwner(name));
    }

    /** Waits until it has come so, and then for two intervals more, so that one can read on. */
    private void await(Role ofA, Role ofB) throws InterruptedException {
        long began = System.nanoTime();
        while (a.role() != ofA || b.role() != ofB) {
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new IllegalStateException("a is " + a.role() + ", b is " + b.role());
            }
            Thread.sleep(5);
        }
        Thread.sleep(2 * interval);
    }

    private static void end(VrrpRunner runner) {
        if (runner != null) {
            runner.close();
        }
    }

    private static void say(String text) {
        PrintingOwner.print("─── " + text);
    }

    private Settings settings(int priority) throws IOException {
        var shared = (Inet4Address) InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 10});
        try {
            return new Settings(51, priority, Duration.ofMillis(interval), true, List.of(shared));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
