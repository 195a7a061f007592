package labs.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Looks at a process and its descendants until it ends, and kills them all when they use more than
 * their {@link Limits}. Memory and threads are read from Linux's /proc; elsewhere only time and
 * disk are watched. One thread runs it.
 */
final class Watchdog {
    /**
     * An environment variable by which the children of a run are known when their parent is gone.
     */
    static final String MARK = "LAB_RUN";

    private static final long LOOK_EVERY_MS = 50;

    private final Process process;
    private final Path scratch;
    private final Limits limits;
    private final String mark;
    private final BooleanSupplier enough;
    private final long start = System.nanoTime();
    // Kept over all looks: a child whose parent has ended is no descendant any more.
    private final Set<ProcessHandle> seen = new LinkedHashSet<>();

    /**
     * @param enough whether there is no need to wait any longer
     */
    Watchdog(Process process, Path scratch, Limits limits, String mark, BooleanSupplier enough) {
        this.process = process;
        this.scratch = scratch;
        this.limits = limits;
        this.mark = MARK + "=" + mark;
        this.enough = enough;
    }

    /** Waits for the end, and returns the limit that brought it about, if one did. */
    Optional<Ending> watch() throws InterruptedException {
        try {
            while (!process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
                Optional<Ending> broken = look();
                if (broken.isPresent()) {
                    return broken;
                }
            }
            return Optional.empty();
        } finally {
            killAll();
        }
    }

    private Optional<Ending> look() {
        process.toHandle().descendants().forEach(seen::add);
        // The number of one that has ended may be a stranger's by now; a handle knows the
        // difference.
        seen.removeIf(handle -> !handle.isAlive());
        var usage = new Usage();
        usage.add(process.pid());
        seen.forEach(handle -> usage.add(handle.pid()));
        if (Duration.ofNanos(System.nanoTime() - start).compareTo(limits.time()) > 0) {
            return Optional.of(Ending.TIMED_OUT);
        } else if (usage.residentBytes > limits.memoryBytes()) {
            return Optional.of(Ending.OUT_OF_MEMORY);
        } else if (usage.threads > limits.threads()) {
            return Optional.of(Ending.TOO_MANY_THREADS);
        } else if (enough.getAsBoolean()) {
            return Optional.of(Ending.STOPPED);
        }
        return size(scratch) > limits.diskBytes()
                ? Optional.of(Ending.DISK_FULL)
                : Optional.empty();
    }

    /** Kills the process and whatever it left behind. */
    void killAll() {
        process.toHandle().descendants().forEach(seen::add);
        // By its handle: Process.destroy would close the pipes, with results in them unread.
        process.toHandle().destroyForcibly();
        ProcessHandle.allProcesses().filter(this::isMarked).forEach(seen::add);
        seen.forEach(ProcessHandle::destroyForcibly);
    }

    private boolean isMarked(ProcessHandle handle) {
        try {
            Path environment = Path.of("/proc", Long.toString(handle.pid()), "environ");
            return Files.readString(environment, StandardCharsets.ISO_8859_1).contains(mark);
        } catch (IOException e) {
            return false; // another user's process, or one that has ended: not ours to kill
        }
    }

    private static long size(Path directory) {
        var size = new long[1];
        try {
            Files.walkFileTree(
                    directory,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(
                                Path file, BasicFileAttributes attributes) {
                            size[0] += attributes.size();
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException gone) {
                            return FileVisitResult
                                    .CONTINUE; // deleted between the listing and the look
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return size[0];
    }

    /** Sums over processes, read from /proc/PID/status. */
    private static final class Usage {
        long residentBytes;
        long threads;

        void add(long pid) {
            try {
                Path status = Path.of("/proc", Long.toString(pid), "status");
                Files.readAllLines(status, StandardCharsets.ISO_8859_1).forEach(this::addLine);
            } catch (IOException e) {
                // The process has ended, or this system has no /proc: nothing to add.
            }
        }

        private void addLine(String line) {
            if (line.startsWith("VmRSS:")) {
                residentBytes += number(line) * 1024;
            } else if (line.startsWith("Threads:")) {
                threads += number(line);
            }
        }

        private static long number(String line) {
            return Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
    }
}
