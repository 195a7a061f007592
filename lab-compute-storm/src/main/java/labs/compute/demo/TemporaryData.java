package labs.compute.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import labs.cluster.Provision;
import labs.cluster.RealSystem;

/** The case's two files, in a directory of their own that goes when this is closed or at Ctrl-C. */
final class TemporaryData implements AutoCloseable {
    /** A directory that the workers of a cluster elsewhere see, too. */
    private static final String SHARED = "LAB_SHARED";

    private final Path directory;
    private final boolean isKept;
    private final Thread atExit = new Thread(this::delete, "data-delete");

    private TemporaryData(Path directory, boolean isKept) {
        this.directory = directory;
        this.isKept = isKept;
    }

    /**
     * Writes them.
     *
     * @param kept a directory in which they are to stay, and where they are used again; or null
     */
    static TemporaryData write(CaseData data, Path kept, PrintStream out) throws IOException {
        Path directory =
                kept == null
                        ? temporary()
                        : Files.createDirectories(kept.resolve("rows-" + data.rows()));
        var files = new TemporaryData(directory, kept != null);
        Runtime.getRuntime().addShutdownHook(files.atExit);
        Path done = directory.resolve("complete");
        if (!Files.exists(done)) {
            long start = System.nanoTime();
            data.write(directory, written -> {});
            out.printf(
                    "wrote 2 x %,d rows, %,d MB, in %.1f s%n",
                    data.rows(), files.megabytes(), (System.nanoTime() - start) / 1e9);
            Files.createFile(done);
        }
        return files;
    }

    /** Where workers elsewhere find the files by the same path, if {@value #SHARED} says where. */
    private static Path temporary() throws IOException {
        String shared = System.getenv(SHARED);
        if (shared == null || Provision.address(RealSystem.STORM).isEmpty()) {
            return Files.createTempDirectory("lab-case-");
        }
        Path all = Files.createDirectories(Path.of(shared));
        var readable =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));
        return Files.createTempDirectory(all, "lab-case-", readable);
    }

    private long megabytes() throws IOException {
        return (Files.size(directory.resolve("orders.csv"))
                        + Files.size(directory.resolve("users.csv")))
                / 1_000_000;
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            return; // the hook runs
        }
        delete();
    }

    private void delete() {
        if (isKept) {
            return;
        }
        try {
            for (String name : new String[] {"orders.csv", "users.csv", "complete"}) {
                Files.deleteIfExists(directory.resolve(name));
            }
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            System.err.println("could not delete " + directory + ": " + e.getMessage());
        }
    }
}
