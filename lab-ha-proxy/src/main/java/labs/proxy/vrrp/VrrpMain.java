package labs.proxy.vrrp;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Keeps an address alive beside a proxy, as keepalived does. */
@Command(
        name = "vrrp",
        sortOptions = false,
        description = {
            "Takes an address when this machine is the best of its peers that lives. Run it on each of"
                    + " them, as root, beside a proxy that listens on all addresses.",
            "Without --device nothing is taken; it only says what it would do."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "1:it could not begin, or the address could not be taken",
            "2:wrong arguments",
            "130:stopped by Ctrl-C"
        })
public final class VrrpMain implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(names = "--id", defaultValue = "51", description = "1 to 255 (default: 51).")
    private int id;

    @Option(names = "--priority", defaultValue = "100", description = "1 to 255 (default: 100).")
    private int priority;

    @Option(
            names = "--interval",
            paramLabel = "MILLIS",
            defaultValue = "1000",
            description = "Between two advertisements, in steps of 10 (default: 1000).")
    private long interval;

    @Option(names = "--no-preempt", description = "Leave the address to a master that is worse.")
    private boolean noPreempt;

    @Option(names = "--bind", paramLabel = "HOST:PORT", required = true)
    private String bind;

    @Option(
            names = "--peer",
            paramLabel = "HOST:PORT",
            required = true,
            description = "Once for each of the others.")
    private List<String> peers;

    @Option(
            names = "--address",
            paramLabel = "IP[/PREFIX]",
            required = true,
            description = "What moves (prefix: 32).")
    private String address;

    @Option(
            names = "--device",
            paramLabel = "DEV",
            description = "The network device to set it on.")
    private String device;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    public static void main(String[] args) {
        System.exit(new CommandLine(new VrrpMain()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        String[] parts = address.split("/", 2);
        Settings settings = settings(parts[0]);
        Duration lease = settings.interval().multipliedBy(3);
        AddressOwner owner =
                device == null
                        ? new PrintingOwner("would have " + address)
                        : new LinuxAddress(device, parts[0], prefix(parts), lease);
        VrrpRunner runner;
        try {
            runner = start(settings, owner);
        } catch (IOException e) {
            System.err.println("cannot begin at " + bind + ": " + e.getMessage());
            return 1;
        }
        // For Ctrl-C and a plain kill: the others need not wait.
        Runtime.getRuntime().addShutdownHook(new Thread(runner::close, "goodbye"));
        runner.await();
        return runner.failure().isPresent() ? 1 : 0;
    }

    private VrrpRunner start(Settings settings, AddressOwner owner) throws IOException {
        var others = new HashSet<Peer>();
        for (String peer : peers) {
            others.add(Peer.of(socket(peer)));
        }
        return VrrpRunner.start(
                settings, DatagramChannel.open().bind(socket(bind)), Set.copyOf(others), owner);
    }

    private Settings settings(String ip) {
        try {
            InetAddress shared = InetAddress.getByName(ip);
            if (shared instanceof Inet4Address four) {
                Duration time = Duration.ofMillis(interval);
                return new Settings(id, priority, time, !noPreempt, List.of(four));
            }
            throw wrong("not an IPv4 address: " + ip);
        } catch (IOException | IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private int prefix(String[] parts) {
        try {
            return parts.length == 1 ? 32 : Integer.parseInt(parts[1]);
        } catch (NumberFormatException e) {
            throw wrong("no prefix: " + parts[1]);
        }
    }

    private InetSocketAddress socket(String text) {
        int colon = text.lastIndexOf(':');
        try {
            String host = text.substring(0, Math.max(0, colon));
            int port = Integer.parseInt(text.substring(colon + 1));
            var socket = new InetSocketAddress(host, port);
            if (socket.getAddress() instanceof Inet4Address && !host.isEmpty()) {
                return socket;
            }
            throw wrong("no IPv4 address: " + text);
        } catch (IllegalArgumentException e) {
            throw wrong("not HOST:PORT: " + text);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
