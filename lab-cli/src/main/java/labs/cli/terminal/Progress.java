package labs.cli.terminal;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells that something takes its time. Says nothing during the first two seconds; then keeps one
 * line up to date on a terminal, or prints a line now and then elsewhere. Thread-safe.
 */
public final class Progress implements AutoCloseable {
    private static final Duration SILENT = Duration.ofSeconds(2);
    private static final Duration UPDATE = Duration.ofMillis(250);
    private static final Duration LINE = Duration.ofSeconds(20);

    private final Console console;
    private final boolean updating;
    private final long start = System.nanoTime();
    private final ScheduledExecutorService clock;
    private volatile String work;

    Progress(Console console, String work, boolean updating) {
        this.console = console;
        this.work = work;
        this.updating = updating;
        this.clock = Executors.newSingleThreadScheduledExecutor(Progress::thread);
        long period = (updating ? UPDATE : LINE).toMillis();
        clock.scheduleAtFixedRate(this::show, SILENT.toMillis(), period, TimeUnit.MILLISECONDS);
    }

    private static Thread thread(Runnable show) {
        Thread thread = new Thread(show, "lab-progress");
        thread.setDaemon(true);
        return thread;
    }

    /** Says what is being done now. */
    public void now(String step) {
        work = step;
    }

    private void show() {
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        String text = "%s… %d s".formatted(work, seconds);
        if (updating) {
            console.update(text);
        } else {
            console.note(text);
        }
    }

    /** Takes the line away. */
    @Override
    public void close() {
        clock.shutdownNow();
        try {
            clock.awaitTermination(1, TimeUnit.SECONDS); // no line may come after ours
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        console.wipe();
    }
}
