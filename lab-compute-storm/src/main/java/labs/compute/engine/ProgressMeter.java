package labs.compute.engine;

/**
 * Tells the driver how far a task is: a few times a second, and not for each batch, since a call
 * costs as much as some thousand rows. Not thread-safe.
 */
final class ProgressMeter {
    private static final long PAUSE_NANOS = 100_000_000;

    private final DriverLink driver;
    private Run run = Run.NONE;
    private Stage stage;
    private long untold;
    private long told = System.nanoTime() - PAUSE_NANOS;

    ProgressMeter(DriverLink driver) {
        this.driver = driver;
    }

    /** Some rows more of an attempt have passed a stage. */
    void add(Run of, Stage at, long rows) {
        if (!of.equals(run) || at != stage) {
            tell();
            run = of;
            stage = at;
        }
        untold += rows;
        if (System.nanoTime() - told >= PAUSE_NANOS) {
            tell();
        }
    }

    /** Tells what has not been told. */
    void tell() {
        if (untold > 0) {
            long rows = untold;
            driver.say(service -> service.progress(run, stage, rows));
            untold = 0;
            told = System.nanoTime();
        }
    }
}
