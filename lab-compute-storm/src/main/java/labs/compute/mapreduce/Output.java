package labs.compute.mapreduce;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import labs.cluster.FileTrees;

/**
 * The directory of a job's result. Attempts write beside it; a part appears at once and whole, and
 * once, however many attempts there were. {@code _SUCCESS} says that all parts are there.
 */
final class Output {
    private static final String ATTEMPTS = "_attempts";
    private static final String SUCCESS = "_SUCCESS";

    private final Path directory;

    private Output(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes the directory.
     *
     * @throws IOException if there is something at that place: nobody's results are overwritten
     */
    static Output create(Path directory) throws IOException {
        if (Files.exists(directory)) {
            throw new FileAlreadyExistsException(
                    directory + " is there already; name another, or delete it");
        }
        Files.createDirectories(directory.resolve(ATTEMPTS));
        return new Output(directory);
    }

    /** Where an attempt at a reducer's part writes. */
    Path attempt(int part, int attempt) {
        return directory.resolve(ATTEMPTS).resolve("part-%05d-%d".formatted(part, attempt));
    }

    /** Makes that attempt's file the part; only the first call for a part does. */
    void commit(int part, int attempt) throws IOException {
        // BEGIN SOLUTION
        Path target = directory.resolve("part-%05d".formatted(part));
        if (!Files.exists(target)) {
            Files.move(attempt(part, attempt), target, StandardCopyOption.ATOMIC_MOVE);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-1: README, part 1");
    }

    /** All parts are there: takes away what failed and late attempts left, and says so. */
    void succeed() throws IOException {
        FileTrees.delete(directory.resolve(ATTEMPTS));
        Files.createFile(directory.resolve(SUCCESS));
    }

    /** The job failed: nothing of it stays. */
    void abandon() throws IOException {
        FileTrees.delete(directory);
    }
}
