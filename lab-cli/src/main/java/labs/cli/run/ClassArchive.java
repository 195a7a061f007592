package labs.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import labs.cli.process.Captured;

/**
 * Classes of libraries as a JVM wants them (class data sharing), so that it starts in less time.
 * The archive is made of what other JVMs have loaded; it holds no class of a chapter, and a JVM
 * that cannot use it loads its classes as always. Thread-safe.
 */
public final class ClassArchive {
    private final Path directory;
    private final AtomicInteger count = new AtomicInteger();
    private final Set<String> classes = new TreeSet<>(); // guarded by itself
    private volatile boolean made;

    /**
     * @param directory of its own, which exists
     */
    public ClassArchive(Path directory) {
        this.directory = directory;
    }

    /** Where a JVM can write down what it loads. */
    public Path newList() {
        return directory.resolve("classes-" + count.incrementAndGet());
    }

    /** The flags of that JVM. */
    public static List<String> listing(Path list) {
        return List.of("-XX:DumpLoadedClassList=" + list);
    }

    /** Takes what a JVM has written down to its end. */
    public void add(Path list) {
        List<String> lines = read(list);
        synchronized (classes) {
            lines.stream().filter(line -> !line.startsWith("#")).forEach(this::add);
        }
    }

    /** A newer JDK numbers the classes, in each list anew. */
    private void add(String line) {
        classes.add(line.startsWith("@") ? line : line.replaceFirst(" .*", ""));
    }

    private static List<String> read(Path list) {
        try {
            return Files.exists(list) ? Files.readAllLines(list) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Flags of a JVM that is to start in less time; none while there is no archive. */
    public List<String> using() {
        return made ? List.of("-XX:SharedArchiveFile=" + archive()) : List.of();
    }

    private Path archive() {
        return directory.resolve("classes.jsa");
    }

    /** The flags with which a JVM makes the archive. */
    List<String> dumping() {
        Path list = directory.resolve("classes");
        try {
            synchronized (classes) {
                Files.write(list, classes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of(
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + list,
                "-XX:SharedArchiveFile=" + archive());
    }

    /** Makes it by this command; whether it does is a matter of time only. */
    void make(List<String> command) {
        made = Captured.of(directory, command).succeeded() && Files.exists(archive());
    }

    boolean isMade() {
        return made;
    }
}
