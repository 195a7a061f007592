package labs.cli.run;

import java.nio.file.Path;
import java.util.List;

/** What stands between a command that is not trusted and this machine. */
public interface Sandbox {
    /**
     * The command line that runs {@code command} inside.
     *
     * @param readable files and directories that it may read; nothing else of the labs
     * @param writable directories that outlive the command; besides these it has only a temporary
     *     one
     */
    List<String> wrap(
            List<String> command, List<Path> readable, List<Path> writable, Limits limits);

    /** The directory for temporary files as the command sees it, {@code scratch} being ours. */
    Path temporary(Path scratch);

    /** For the report: what this sandbox keeps out, or that it is missing. */
    String description();
}
