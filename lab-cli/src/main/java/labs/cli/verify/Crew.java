package labs.cli.verify;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import labs.cli.run.BuildException;

/** Tries proofs side by side: each runs a JVM of its own, and most of them wait a lot. */
final class Crew implements AutoCloseable {
    private static final int MOST = 8;
    private static final long MEMORY = 2L << 30; // that a proof may take, with its servers
    private static final int SIZE = size();

    private final AtomicInteger count = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(SIZE, this::thread);
    // At Ctrl-C no further proof may start while the processes of the running ones are killed.
    private final Thread stop = new Thread(threads::shutdownNow, "lab-verify-stop");

    Crew() {
        Runtime.getRuntime().addShutdownHook(stop);
    }

    /**
     * Two for each processor, since more than half of the time is waiting; fewer where memory ends,
     * or where others are at work: a test has only so much time.
     */
    private static int size() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        int processors = Runtime.getRuntime().availableProcessors();
        boolean idle = system.getSystemLoadAverage() < 2 * processors; // below 0: not known
        long fitting = Math.max(2, system.getTotalMemorySize() / MEMORY);
        return (int) Math.min(Math.min(idle ? 2 * processors : processors + 1, MOST), fitting);
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "lab-verify-" + count.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** Tries all of them, in this order, and returns when the last is done. */
    void tryOut(List<Proof> proofs, Tally tally) {
        run(work(proofs, tally));
    }

    static List<Runnable> work(List<Proof> proofs, Tally tally) {
        Stream<Runnable> work = proofs.stream().map(proof -> () -> tally.tryOut(proof));
        return work.toList();
    }

    /** Does all of it, begun in this order, and returns when the last is done. */
    void run(List<Runnable> work) {
        List<Future<?>> running = new ArrayList<>();
        work.forEach(piece -> running.add(threads.submit(piece)));
        running.forEach(Crew::await);
    }

    private static void await(Future<?> proof) {
        try {
            proof.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BuildException("interrupted while the course was verified");
        } catch (ExecutionException bug) {
            throw new IllegalStateException("a proof could not be tried", bug.getCause());
        }
    }

    /** Whether it was told to stop, so that what failed since says nothing. */
    boolean isStopped() {
        return threads.isShutdown();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            Runtime.getRuntime().removeShutdownHook(stop);
        } catch (IllegalStateException shuttingDown) {
            // The hook is running, and does what we did.
        }
    }
}
