package labs.cli.command;

import java.nio.file.Path;
import java.util.Map;
import labs.cli.course.Repository;
import labs.cli.problem.UsageException;
import labs.cli.terminal.Console;

/**
 * What every command works with.
 *
 * @param directory the current directory
 * @param home where the script {@code lab} lies; used when the current directory is in no course
 */
public record Context(Console console, Path directory, Map<String, String> environment, Path home) {

    /** Of this process, as the script {@code lab} started it. */
    public static Context ofSystem() {
        return new Context(
                Console.ofSystem(),
                Path.of("").toAbsolutePath(),
                System.getenv(),
                Path.of(System.getProperty("lab.dir", "")).toAbsolutePath());
    }

    /** The course of LAB_HOME, of the current directory, or of the script, in this order. */
    Repository repository() {
        return Repository.find(directory, environment)
                .or(() -> Repository.find(home, Map.of()))
                .orElseThrow(() -> new UsageException(nothingHere()));
    }

    private String nothingHere() {
        String named = environment.getOrDefault("LAB_HOME", "");
        return named.isBlank()
                ? "there is no course.yaml here or above: go to your clone or copy of the labs,"
                        + " or set LAB_HOME to it"
                : "LAB_HOME is " + named + ", and there is no course.yaml in it";
    }
}
