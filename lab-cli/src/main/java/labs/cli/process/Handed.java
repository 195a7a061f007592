package labs.cli.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import labs.cli.problem.EnvironmentException;
import labs.cli.run.AtExit;

/** A program that takes over our terminal until it ends. */
public final class Handed {
    private static final int SECONDS_TO_END = 15;

    private Handed() {}

    /**
     * Runs {@code command} on our own input and output, and returns its exit code. When we are
     * interrupted, it is asked to end, waited for, and killed only if it does not.
     */
    public static int over(Path directory, List<String> command) {
        // Known before it is started: an interruption between the two would leave it behind.
        var started = new CompletableFuture<Process>();
        AtExit.add(started, () -> started.thenAccept(Handed::end).join());
        try {
            Process process =
                    new ProcessBuilder(command).directory(directory.toFile()).inheritIO().start();
            started.complete(process);
            int code = process.waitFor();
            AtExit.remove(started);
            return code;
        } catch (IOException absent) {
            AtExit.remove(started);
            started.cancel(false);
            throw new EnvironmentException("cannot run " + command.get(0), absent);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new EnvironmentException("interrupted while " + command + " ran", interrupted);
        }
    }

    private static void end(Process process) {
        List<ProcessHandle> descendants = process.descendants().toList();
        // A terminal sends Ctrl-C to both of us; a lone kill reaches only us. A JVM that is
        // ending already takes no notice of this.
        process.destroy();
        try {
            process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
    }
}
