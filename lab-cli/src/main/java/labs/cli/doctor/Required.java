package labs.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import labs.cli.process.Captured;
import labs.cli.run.Programs;

/** What the labs cannot do without. */
final class Required {
    private static final long GIB = 1L << 30;
    private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+)+");

    private final Path root;

    Required(Path root) {
        this.root = root;
    }

    List<Finding> examine() {
        return List.of(
                jdk(),
                program("Maven", "mvn", "-v", "Maven 3.8 or newer", "maven"),
                program("git", "git", "--version", "git", "git"),
                memory(),
                disk("disk", root),
                disk("disk for temporary files", Path.of(System.getProperty("java.io.tmpdir"))),
                ports());
    }

    private static Finding jdk() {
        String found = Runtime.version() + " in " + System.getProperty("java.home");
        return ToolProvider.getSystemJavaCompiler() != null
                ? Finding.good("JDK", found)
                : Finding.bad(
                        "JDK",
                        found + " has no compiler",
                        "install a JDK, not a JRE: apt-get install openjdk-17-jdk");
    }

    private Finding program(String name, String command, String ask, String wanted, String debian) {
        if (Programs.find(command).isEmpty()) {
            return Finding.bad(
                    name, "missing", "install %s: apt-get install %s".formatted(wanted, debian));
        }
        Captured said = Captured.of(root, command, ask);
        Matcher version = VERSION.matcher(said.text());
        return version.find()
                ? Finding.good(
                        name, version.group() + " in " + Programs.find(command).orElseThrow())
                : Finding.bad(name, said.text().strip(), "'%s %s' fails".formatted(command, ask));
    }

    private static Finding memory() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return enough(
                "memory", system.getTotalMemorySize(), 3, "the tests of a chapter need 2 GiB");
    }

    private static Finding disk(String name, Path directory) {
        try {
            long free = Files.getFileStore(directory).getUsableSpace();
            return enough(name, free, 2, "make room on the disk of " + directory);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Finding enough(String name, long bytes, int gib, String advice) {
        String found = "%.1f GiB".formatted((double) bytes / GIB);
        return bytes >= gib * GIB
                ? Finding.good(name, found)
                : Finding.bad(name, found + " is less than " + gib + " GiB", advice);
    }

    /** Tests bind ports that the system chooses, on loopback. */
    private static Finding ports() {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            return Finding.good("ports", "loopback, such as " + client.getPort());
        } catch (IOException refused) {
            return Finding.bad(
                    "ports",
                    refused.getMessage(),
                    "tests must be able to listen on 127.0.0.1 and to connect to it");
        }
    }
}
