package labs.proxy.vrrp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A few machines on one switch, all of them network namespaces. The machines have the addresses
 * 10.77.0.1 and so on, on the device eth0. Close it: then nothing is left of them.
 */
final class Namespaces implements AutoCloseable {
    private static final long LIMIT_SECONDS = 30;

    private final String prefix =
            "lab%08x-".formatted(ThreadLocalRandom.current().nextInt() & 0xFFFFFFFFL);
    private final List<String> made = new ArrayList<>();

    Namespaces(String... machines) throws IOException {
        try {
            make("switch");
            ip("-n", prefix + "switch", "link", "add", "br0", "type", "bridge");
            ip("-n", prefix + "switch", "link", "set", "br0", "up");
            for (int i = 0; i < machines.length; i++) {
                plugIn(machines[i], "10.77.0." + (i + 1) + "/24", "port" + i);
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void plugIn(String machine, String address, String port) throws IOException {
        make(machine);
        String ns = prefix + machine;
        ip(
                "-n",
                ns,
                "link",
                "add",
                "eth0",
                "type",
                "veth",
                "peer",
                "name",
                port,
                "netns",
                prefix + "switch");
        ip("-n", prefix + "switch", "link", "set", port, "master", "br0", "up");
        ip("-n", ns, "addr", "add", address, "dev", "eth0");
        ip("-n", ns, "link", "set", "lo", "up");
        ip("-n", ns, "link", "set", "eth0", "up");
    }

    private void make(String machine) throws IOException {
        ip("netns", "add", prefix + machine);
        made.add(prefix + machine);
    }

    /** Pulls the plug of a machine, or puts it in again. */
    void link(String machine, boolean up) throws IOException {
        ip("-n", prefix + machine, "link", "set", "eth0", up ? "up" : "down");
    }

    /** Runs a command on a machine to its end. */
    String run(String machine, String... command) throws IOException {
        return execute(on(machine, List.of(command)));
    }

    /** The words that run a command on a machine. */
    List<String> on(String machine, List<String> command) {
        var words = new ArrayList<>(List.of("ip", "netns", "exec", prefix + machine));
        words.addAll(command);
        return words;
    }

    private static void ip(String... words) throws IOException {
        var command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words));
        execute(command);
    }

    private static String execute(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(String.join(" ", command) + ": no end");
            }
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said.strip());
            }
            return said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(String.join(" ", command) + ": interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() throws IOException {
        IOException failed = null;
        for (String namespace : made) {
            try {
                ip("netns", "del", namespace);
            } catch (IOException e) {
                failed = e;
            }
        }
        made.clear();
        if (failed != null) {
            throw failed;
        }
    }
}
