package labs.runner;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Looks for processes that the tests started and did not end. */
final class LeftBehind {
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final ProcessHandle self = ProcessHandle.current();

    /** Their commands, after a moment in which those that are ending may end. */
    List<String> processes() {
        long deadline = System.nanoTime() + GRACE.toNanos();
        while (living().findAny().isPresent() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        return living().map(handle -> handle.info().command().orElse("?")).toList();
    }

    private Stream<ProcessHandle> living() {
        Stream<ProcessHandle> others =
                isAlone() ? ProcessHandle.allProcesses() : self.descendants();
        return others.filter(ProcessHandle::isAlive)
                .filter(handle -> handle.pid() != 1 && !handle.equals(self));
    }

    /** Whether this JVM has a pid namespace to itself, where even an orphan is in sight. */
    private static boolean isAlone() {
        return ProcessHandle.of(1)
                .flatMap(init -> init.info().command())
                .filter(command -> command.endsWith("bwrap"))
                .isPresent();
    }
}
