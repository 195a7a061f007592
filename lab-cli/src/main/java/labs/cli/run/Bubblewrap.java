package labs.cli.run;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A sandbox made by <a href="https://github.com/containers/bubblewrap">bubblewrap</a>: mount, pid,
 * network, ipc and user namespaces of its own. Inside there are the system's programs, the JDK and
 * the files named, all read-only; a scratch directory and {@code /tmp} of limited size; a loopback
 * of its own and no other network. Whatever was started inside dies with it.
 */
public final class Bubblewrap implements Sandbox {
    private static final List<String> SYSTEM = List.of("/usr", "/bin", "/lib", "/lib64", "/sbin");
    private static final List<String> SETTINGS =
            List.of(
                    "ld.so.cache",
                    "alternatives",
                    "passwd",
                    "group",
                    "hosts",
                    "nsswitch.conf",
                    "localtime",
                    "ssl");

    private final String program;

    private Bubblewrap(String program) {
        this.program = program;
    }

    /** The sandbox, if bubblewrap is installed here and may make its namespaces. */
    public static Optional<Sandbox> find() {
        return Programs.find("bwrap")
                .map(Path::toString)
                .filter(Bubblewrap::works)
                .map(Bubblewrap::new);
    }

    private static boolean works(String program) {
        return Programs.succeeds(program, "--unshare-all", "--ro-bind", "/", "/", "/bin/true");
    }

    @Override
    public List<String> wrap(
            List<String> command, List<Path> readable, List<Path> writable, Limits limits) {
        var line =
                new ArrayList<String>(
                        List.of(
                                program,
                                "--unshare-all",
                                "--die-with-parent",
                                "--new-session",
                                "--proc",
                                "/proc",
                                "--dev",
                                "/dev"));
        limitedDirectory(line, "/dev/shm", limits);
        limitedDirectory(line, "/tmp", limits);
        everythingReadable(readable)
                .forEach(path -> line.addAll(List.of("--ro-bind-try", path, path)));
        writable.forEach(path -> line.addAll(List.of("--bind", path.toString(), path.toString())));
        // The root and /dev are unlimited tmpfs otherwise, a place to fill memory with.
        line.addAll(List.of("--remount-ro", "/dev", "--remount-ro", "/"));
        line.addAll(List.of("--chdir", "/tmp", "--"));
        line.addAll(command);
        return line;
    }

    private static void limitedDirectory(List<String> line, String path, Limits limits) {
        line.addAll(List.of("--size", Long.toString(limits.diskBytes()), "--tmpfs", path));
    }

    private static Set<String> everythingReadable(List<Path> readable) {
        var paths = new LinkedHashSet<>(SYSTEM);
        SETTINGS.forEach(name -> paths.add("/etc/" + name));
        paths.addAll(javaSettings());
        paths.add(Programs.javaHome().toString());
        readable.stream().filter(Files::exists).forEach(path -> paths.add(path.toString()));
        return paths;
    }

    /** Debian keeps the settings of its JDKs in /etc/java-VERSION-openjdk. */
    private static List<String> javaSettings() {
        File[] found = new File("/etc").listFiles((etc, name) -> name.startsWith("java-"));
        return found == null ? List.of() : Arrays.stream(found).map(File::getPath).toList();
    }

    @Override
    public Path temporary(Path scratch) {
        return Path.of("/tmp");
    }

    @Override
    public String description() {
        return "bubblewrap: own mount, pid and network namespaces, loopback only, the reference not visible";
    }
}
