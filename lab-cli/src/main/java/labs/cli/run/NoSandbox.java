package labs.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The process boundary alone: limits of the shell and of the {@link Watchdog}, but the files of
 * this user can be read and written. For code that one trusts: one's own, and the reference.
 */
public final class NoSandbox implements Sandbox {
    @Override
    public List<String> wrap(
            List<String> command, List<Path> readable, List<Path> writable, Limits limits) {
        // A shell sets what Java can't: no core dumps, no file over the limit (in 512-byte blocks).
        String script = "ulimit -c 0; ulimit -f " + limits.diskBytes() / 512 + "; exec \"$@\"";
        var wrapped = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
        wrapped.addAll(command);
        return wrapped;
    }

    @Override
    public Path temporary(Path scratch) {
        return scratch;
    }

    @Override
    public String description() {
        return "no sandbox: a process boundary with limits of time, memory, threads and file size only";
    }
}
