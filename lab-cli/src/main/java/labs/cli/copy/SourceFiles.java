package labs.cli.copy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import labs.cli.process.Captured;
import labs.cli.run.Programs;

/** The files that make up a repository: what git tracks or would track. */
public final class SourceFiles {
    // For a checkout without git, such as an unpacked archive.
    private static final Set<String> NEVER = Set.of(".git", "target", ".idea", ".vscode", ".lab");

    private SourceFiles() {}

    /** Relative to {@code root}, in a fixed order; only what is there. */
    public static List<Path> of(Path root) {
        List<Path> files = fromGit(root).orElseGet(() -> fromDisk(root));
        return files.stream()
                .filter(file -> Files.exists(root.resolve(file), LinkOption.NOFOLLOW_LINKS))
                .filter(file -> !file.startsWith(".lab"))
                .sorted()
                .toList();
    }

    private static Optional<List<Path>> fromGit(Path root) {
        if (!Files.exists(root.resolve(".git")) || Programs.find("git").isEmpty()) {
            return Optional.empty();
        }
        Captured listed =
                Captured.of(
                        root,
                        List.of(
                                "git",
                                "ls-files",
                                "-z",
                                "--cached",
                                "--others",
                                "--exclude-standard"));
        return listed.succeeded()
                ? Optional.of(
                        Stream.of(listed.text().split("\0"))
                                .filter(name -> !name.isEmpty())
                                .map(Path::of)
                                .toList())
                : Optional.empty();
    }

    private static List<Path> fromDisk(Path root) {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .map(root::relativize)
                    .filter(SourceFiles::isSource)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean isSource(Path file) {
        return StreamSupport.stream(file.spliterator(), false)
                .noneMatch(part -> NEVER.contains(part.toString()));
    }
}
