package labs.cli.copy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import labs.cli.course.Chapter;
import labs.cli.course.Repository;
import labs.cli.markers.Cutter;

/** Writes a copy of the reference without its solutions. */
public final class CopyWriter {
    /** Where the pristine files of the exercises lie in a copy. */
    static final Path STARTER = Path.of(".lab", "starter");

    private final Path root;
    private final Set<Path> ofExercises;
    private final Set<Path> toCome; // modules that lie here already, and are not open yet

    /**
     * @throws labs.cli.problem.CourseException if the reference is broken
     */
    public CopyWriter(Repository reference) {
        this.root = reference.root();
        this.ofExercises =
                reference.chapters().stream().flatMap(this::filesOf).collect(Collectors.toSet());
        this.toCome =
                reference.map().entries().stream()
                        .filter(entry -> !reference.isOpen(entry))
                        .map(entry -> Path.of(entry.module(), "src", "main", "java"))
                        .collect(Collectors.toSet());
    }

    private Stream<Path> filesOf(Chapter chapter) {
        return chapter.exercises().stream()
                .flatMap(exercise -> exercise.files().stream())
                .map(file -> root.relativize(chapter.dir().resolve(file).normalize()));
    }

    /** A student's copy, which remembers where the reference is. */
    public void writeStart(Path copy) {
        write(copy, CopyInfo.start(root));
    }

    /** An instructor's handout, which does not. */
    public void writeHandout(Path copy) {
        write(copy, CopyInfo.handout());
    }

    private void write(Path copy, CopyInfo info) {
        try {
            for (Path file : SourceFiles.of(root)) {
                if (!isMistake(file) && !file.equals(Repository.PROOFS)) {
                    copy(file, copy);
                }
            }
            info.write(copy);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Of any module: a chapter that is not open yet has its mistakes too. */
    private static boolean isMistake(Path file) {
        return file.getNameCount() > 2 && file.getName(1).toString().equals("mistakes");
    }

    private boolean isCut(Path file) {
        return ofExercises.contains(file) || toCome.stream().anyMatch(file::startsWith);
    }

    private void copy(Path file, Path copy) throws IOException {
        Path target = copy.resolve(file);
        Files.createDirectories(target.getParent());
        if (isCut(file)) {
            byte[] starter = Cutter.cut(root.resolve(file)).starter();
            Files.write(target, starter);
            Path pristine = copy.resolve(STARTER).resolve(file);
            Files.createDirectories(pristine.getParent());
            Files.write(pristine, starter);
        } else {
            Files.copy(
                    root.resolve(file),
                    target,
                    StandardCopyOption.COPY_ATTRIBUTES, // the script stays executable
                    LinkOption.NOFOLLOW_LINKS);
        }
    }
}
