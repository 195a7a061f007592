package labs.zookeeper.demo;

import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;

/** What a demo prints, with the time since its start. Thread-safe. */
final class DemoScreen {
    private static final AtomicBoolean STOPPING = new AtomicBoolean();

    private final long start = System.nanoTime();

    void heading(String text) {
        System.out.printf("%n%s%n", text);
    }

    void line(String format, Object... args) {
        System.out.printf("  " + format + "%n", args);
    }

    /** A line of what happens just now. */
    void event(String format, Object... args) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("  %5.1f s  " + format + "%n", prepend(seconds, args));
    }

    private static Object[] prepend(Object first, Object[] others) {
        var all = new Object[others.length + 1];
        all[0] = first;
        System.arraycopy(others, 0, all, 1, others.length);
        return all;
    }

    static double millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e6;
    }

    /** Runs a command: one line instead of a stack trace, nothing at all after Ctrl-C. */
    static int execute(Object command, String... args) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> STOPPING.set(true), "stopping"));
        return new CommandLine(command)
                .setExecutionExceptionHandler(
                        (e, line, result) -> {
                            if (!STOPPING.get()) {
                                String reason = e.getMessage() == null ? "" : e.getMessage();
                                System.err.println("It did not work: " + firstLine(reason, e));
                            }
                            return 1;
                        })
                .execute(args);
    }

    private static String firstLine(String reason, Exception e) {
        return reason.isBlank() ? e.toString() : reason.lines().findFirst().orElseThrow();
    }
}
