package labs.cli.copy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import labs.cli.course.Chapter;
import labs.cli.course.Exercise;
import labs.cli.course.Repository;
import labs.cli.problem.UsageException;

/** The pristine files of a copy, and the way back to them. */
public final class Starters {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");

    private final Path root;

    public Starters(Repository copy) {
        if (!copy.isCopy()) {
            throw new UsageException(
                    copy.root()
                            + " is the reference; this works in a copy, which 'lab start DIR' makes");
        }
        this.root = copy.root();
    }

    /** The file as it was handed out. */
    public Path starter(Chapter chapter, String file) {
        return root.resolve(CopyWriter.STARTER).resolve(relative(chapter, file));
    }

    /**
     * Puts the stubs of an exercise back.
     *
     * @return the directory that keeps what the student had written
     */
    public Path reset(Chapter chapter, Exercise exercise) {
        Path backup = root.resolve(".lab/backups").resolve(TIME.format(LocalDateTime.now()));
        try {
            for (String file : exercise.files()) {
                keep(chapter, file, backup);
                Files.copy(
                        starter(chapter, file),
                        chapter.dir().resolve(file),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            return backup;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void keep(Chapter chapter, String file, Path backup) throws IOException {
        Path written = chapter.dir().resolve(file);
        if (Files.exists(written)) {
            Path kept = backup.resolve(relative(chapter, file));
            Files.createDirectories(kept.getParent());
            Files.copy(written, kept);
        } else {
            Files.createDirectories(written.getParent());
        }
    }

    private static Path relative(Chapter chapter, String file) {
        return Path.of(chapter.module()).resolve(file);
    }
}
