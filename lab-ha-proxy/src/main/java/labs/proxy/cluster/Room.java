package labs.proxy.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The machine room: namespaces with a bridge in them, in which the nodes are made. Nothing of it is
 * seen outside, and nothing of it outlives us: its first process reads a pipe that we hold, and
 * when that ends, because we close it or because this JVM dies in whatever way, the kernel ends
 * every process inside, and their networks and mounts go with them.
 */
final class Room implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Process process;
    private final ProcessHandle first;

    private Room(Process process, ProcessHandle first) {
        this.process = process;
        this.first = first;
    }

    static Room open(Path directory) throws IOException {
        return open(List.of("unshare"), "world.sh", List.of(), "ready", directory);
    }

    /** Namespaces of a node, inside of this one's. */
    Room inside(List<String> arguments, Path directory) throws IOException {
        List<String> prefix = new ArrayList<>(enter("--mount", "--uts", "--ipc", "--net", "--pid"));
        prefix.add("unshare");
        return open(prefix, "node.sh", arguments, "waiting", directory);
    }

    private static Room open(
            List<String> prefix,
            String script,
            List<String> arguments,
            String ready,
            Path directory)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(
                List.of(
                        "--mount",
                        "--uts",
                        "--ipc",
                        "--net",
                        "--pid",
                        "--fork",
                        "--kill-child",
                        "--mount-proc",
                        "sh",
                        "-c",
                        Commands.resource(script),
                        script));
        command.addAll(arguments);
        Path errors = directory.resolve(script + ".err");
        Process process = Commands.builder(command).redirectError(errors.toFile()).start();
        try {
            var reader =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8));
            String line = reader.readLine();
            if (!ready.equals(line)) {
                throw new ClusterException(script + " failed: " + Files.readString(errors));
            }
            return new Room(process, innermost(process.toHandle()));
        } catch (IOException | RuntimeException e) {
            Commands.end(process);
            throw e;
        }
    }

    /** unshare, and nsenter before it, each wait for one child; the last one is ours. */
    private static ProcessHandle innermost(ProcessHandle process) {
        return process.children().findFirst().map(Room::innermost).orElse(process);
    }

    /** The first process inside, as it is seen from outside. */
    ProcessHandle first() {
        return first;
    }

    /** The beginning of a command line that goes on inside. */
    List<String> enter(String... namespaces) {
        List<String> command = new ArrayList<>(List.of("nsenter", "--target", "" + first.pid()));
        command.addAll(List.of(namespaces));
        return command;
    }

    /** Plugs a new network card into the bridge: {@code name} on this end, eth0 inside. */
    void plugIn(String name, Room node) {
        network(
                "ip",
                "link",
                "add",
                name,
                "type",
                "veth",
                "peer",
                "name",
                "eth0",
                "netns",
                "" + node.first.pid());
        network("ip", "link", "set", name, "master", "switch0", "up");
    }

    /**
     * Takes the card out. The kernel does so too when the last process of a node has ended, but in
     * its own time: until then the card would answer for its addresses, and its name be taken.
     */
    void unplug(String name) {
        List<String> line = enter("--net");
        line.addAll(List.of("ip", "link", "delete", name));
        Commands.run(line, "", LIMIT); // fails if the kernel was quicker
    }

    /** Runs a command in this network, with the programs and processes of the host. */
    String network(String... command) {
        List<String> line = enter("--net");
        line.addAll(List.of(command));
        return Commands.output(line, "", LIMIT);
    }

    /** Lets the first process go on. */
    void goOn() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    boolean isOpen() {
        return process.isAlive();
    }

    /** At once, as a power cut. Returns when nothing of it runs any more. */
    @Override
    public void close() {
        // The first process of a pid namespace takes all others with it.
        first.destroyForcibly();
        try {
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                Commands.end(process);
            }
        } catch (InterruptedException e) {
            Commands.end(process);
            Thread.currentThread().interrupt();
        }
    }
}
