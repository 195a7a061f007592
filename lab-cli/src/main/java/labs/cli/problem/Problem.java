package labs.cli.problem;

import java.nio.file.Path;

/** One mistake in a file of the course. Lines count from 1; 0 stands for the file as a whole. */
public record Problem(Path file, int line, String message) {

    /**
     * {@code path:line: message}, the path as seen from the current directory where it is below.
     */
    @Override
    public String toString() {
        return line == 0
                ? "%s: %s".formatted(shown(file), message)
                : "%s:%d: %s".formatted(shown(file), line, message);
    }

    private static Path shown(Path file) {
        Path here = Path.of("").toAbsolutePath();
        Path there = file.toAbsolutePath().normalize();
        return there.startsWith(here) ? here.relativize(there) : there;
    }
}
