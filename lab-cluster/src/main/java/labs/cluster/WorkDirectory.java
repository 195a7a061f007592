package labs.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Where a cluster keeps the files of its servers: a directory below the temporary one. A file in it
 * is locked as long as its owner lives, so that the next cluster can remove what a JVM that was
 * killed has left. Thread-safe.
 */
public final class WorkDirectory implements AutoCloseable {
    private static final String PREFIX = "lab-cluster-";
    private static final String OWNER = "owner";

    // Of this JVM. Whoever opens and closes a locked file gives up the lock that this process has.
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel owner; // its lock is released with it, at the latest when we end

    private WorkDirectory(Path path, FileChannel owner) {
        this.path = path;
        this.owner = owner;
    }

    /**
     * Makes one, after removing those whose owners are dead.
     *
     * @param name a word that tells what it is for, such as {@code kafka}
     */
    public static WorkDirectory create(String name) {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            return create(folder, name);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a directory for servers in " + folder, e);
        }
    }

    /** The same in another folder, where the leftovers of that folder are removed. */
    public static WorkDirectory create(Path folder, String name) throws IOException {
        removeLeftovers(folder);
        // A server that runs as another user must be able to walk through it.
        var open =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));
        Path path = Files.createTempDirectory(folder, PREFIX + name + "-", open);
        OURS.add(path);
        return new WorkDirectory(path, lock(path));
    }

    // It gets its name when it is locked: without one, nobody takes it for abandoned.
    private static FileChannel lock(Path directory) throws IOException {
        Path unlocked = directory.resolve(OWNER + ".new");
        FileChannel owner =
                FileChannel.open(unlocked, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        owner.lock();
        Files.move(unlocked, directory.resolve(OWNER));
        return owner;
    }

    /** It exists until {@link #close}. */
    public Path path() {
        return path;
    }

    private static void removeLeftovers(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.filter(WorkDirectory::isOne).toList()) {
                if (isAbandoned(each)) {
                    FileTrees.delete(each);
                }
            }
        }
    }

    private static boolean isOne(Path file) {
        return file.getFileName().toString().startsWith(PREFIX)
                && Files.isDirectory(file)
                && Files.isWritable(file);
    }

    private static boolean isAbandoned(Path directory) throws IOException {
        if (OURS.contains(directory)) {
            return false;
        }
        try (var file = FileChannel.open(directory.resolve(OWNER), StandardOpenOption.WRITE);
                var lock = file.tryLock()) {
            return lock != null;
        } catch (NoSuchFileException e) {
            return false; // just being made, or being removed
        }
    }

    /** Deletes it, with all that is in it. */
    @Override
    public void close() {
        try {
            ServerLogs.remember(path);
            FileTrees.delete(path);
            owner.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + path, e);
        }
    }
}
