package labs.cli.grade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one student handed in: a copy of the repository, or what is left of it.
 *
 * @param name of its folder, which stands for the student
 */
public record Submission(String name, Path dir) {
    /**
     * The submissions in {@code given}: the folder itself when it holds one of the modules, or else
     * each folder in it that is not hidden.
     */
    public static List<Submission> find(Path given, List<String> modules) {
        if (modules.stream().anyMatch(module -> Files.isDirectory(given.resolve(module)))) {
            return List.of(of(given));
        }
        try (Stream<Path> children = Files.list(given)) {
            return children.filter(child -> Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS))
                    .filter(child -> !child.getFileName().toString().startsWith("."))
                    .sorted()
                    .map(Submission::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the submissions in " + given, e);
        }
    }

    private static Submission of(Path dir) {
        Path absolute = dir.toAbsolutePath().normalize();
        return new Submission(absolute.getFileName().toString(), absolute);
    }
}
