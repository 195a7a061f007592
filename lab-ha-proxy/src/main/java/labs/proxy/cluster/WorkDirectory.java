package labs.proxy.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where one run keeps the files of its nodes. Its name tells whose it is, so that the next run can
 * remove what one that was killed has left.
 */
final class WorkDirectory implements AutoCloseable {
    private static final String PREFIX = "lab-ha-cluster-";
    private static final String OWNER = "owner";

    private final Path path;

    private WorkDirectory(Path path) {
        this.path = path;
    }

    /** Makes one below the folder, after removing those whose owners are dead. */
    static WorkDirectory create(Path folder) throws IOException {
        removeLeftovers(folder);
        long pid = ProcessHandle.current().pid();
        // The database's user must be able to walk through it.
        var open =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));
        Path path = Files.createTempDirectory(folder, PREFIX + pid + "-", open);
        Files.writeString(path.resolve(OWNER), identity(ProcessHandle.current()));
        return new WorkDirectory(path);
    }

    /** A number alone is not enough: it is given out again. */
    private static String identity(ProcessHandle process) {
        return process.pid()
                + " "
                + process.info().startInstant().map(Object::toString).orElse("unknown");
    }

    Path path() {
        return path;
    }

    private static void removeLeftovers(Path folder) throws IOException {
        List<Path> found;
        try (Stream<Path> files = Files.list(folder)) {
            found =
                    files.filter(file -> file.getFileName().toString().startsWith(PREFIX))
                            .filter(Files::isDirectory)
                            .toList();
        }
        for (Path each : found) {
            if (isAbandoned(each)) {
                delete(each);
            }
        }
    }

    private static boolean isAbandoned(Path directory) throws IOException {
        String[] name =
                directory.getFileName().toString().substring(PREFIX.length()).split("-", -1);
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(name[0]));
        if (process.isEmpty()) {
            return true;
        }
        try {
            String owner = Files.readString(directory.resolve(OWNER));
            return !identity(process.get()).equals(owner);
        } catch (NoSuchFileException e) {
            return false; // just being made, or being removed
        }
    }

    @Override
    public void close() {
        try {
            delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + path, e);
        }
    }

    private static void delete(Path root) throws IOException {
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, IOException e)
                            throws IOException {
                        Files.deleteIfExists(directory);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e)
                            throws IOException {
                        if (e instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE; // another run was quicker
                        }
                        throw e;
                    }
                });
    }
}
