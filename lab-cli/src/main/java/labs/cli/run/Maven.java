package labs.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs Maven as a child process; its output is kept for the case that it fails. */
public final class Maven {
    private Maven() {}

    /**
     * Runs {@code mvn -q -B ARGUMENTS} in {@code root} to its end.
     *
     * @throws BuildException with what Maven said, if it fails or isn't there
     */
    public static void run(Path root, List<String> arguments) {
        var command = new ArrayList<>(List.of("mvn", "-q", "-B"));
        command.addAll(arguments);
        try {
            var process =
                    new ProcessBuilder(command)
                            .directory(root.toFile())
                            .redirectErrorStream(true)
                            .start();
            AtExit.add(process, () -> kill(process));
            try {
                Tail output = Tail.of(process.getInputStream(), "lab-maven-output");
                process.getOutputStream().close();
                if (process.waitFor() != 0) {
                    throw new BuildException(
                            String.join(" ", command)
                                    + " failed in "
                                    + root
                                    + ":\n"
                                    + output.text().strip());
                }
            } finally {
                kill(process);
                AtExit.remove(process);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run mvn: is Maven 3.8 or newer on the PATH?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BuildException("interrupted while Maven ran");
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
