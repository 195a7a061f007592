package labs.cli.copy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import labs.cli.problem.EnvironmentException;
import labs.cli.process.Captured;

/** The beginning of a student's own history. */
public final class FirstCommit {
    // Whatever the student's git is set to, the first commit must come about.
    private static final List<String> GIT =
            List.of(
                    "git",
                    "-c",
                    "init.defaultBranch=main",
                    "-c",
                    "user.name=lab",
                    "-c",
                    "user.email=lab@localhost",
                    "-c",
                    "commit.gpgsign=false",
                    "-c",
                    "core.hooksPath=/dev/null",
                    "-c",
                    "core.autocrlf=false");

    private FirstCommit() {}

    /** Makes {@code copy} a git repository and commits all that lies there. */
    public static void in(Path copy) {
        git(copy, "init", "-q");
        git(copy, "add", "-A");
        git(copy, "commit", "-q", "-m", "Start the labs");
    }

    private static void git(Path copy, String... arguments) {
        List<String> command = new ArrayList<>(GIT);
        command.addAll(List.of(arguments));
        Captured done = Captured.of(copy, command);
        if (!done.succeeded()) {
            throw new EnvironmentException(
                    "git %s failed: %s".formatted(arguments[0], done.text()));
        }
    }
}
