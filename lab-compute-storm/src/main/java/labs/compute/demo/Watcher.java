package labs.compute.demo;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import labs.compute.engine.Engine.Progress;
import labs.compute.engine.Stage;

/** Tells how far a query is: once a second at most, and whenever it begins anew. */
final class Watcher implements Consumer<Progress> {
    private static final long SECOND = 1_000_000_000L;

    private final PrintStream out;
    private final long start = System.nanoTime();
    private long told = System.nanoTime();
    private int attempt = 1;

    Watcher(PrintStream out) {
        this.out = out;
    }

    @Override
    public void accept(Progress progress) {
        if (progress.attempt() != attempt) {
            attempt = progress.attempt();
            out.printf("  something was lost: attempt %d begins%n", attempt);
        }
        long now = System.nanoTime();
        if (now - told > SECOND && !progress.rows().isEmpty()) {
            told = now;
            out.println("  " + line(progress.rows(), now));
        }
    }

    private String line(Map<Stage, Long> rows, long now) {
        var line = new StringBuilder();
        line.append(String.format(Locale.ROOT, "%5.1f s", (now - start) / 1e9));
        rows.forEach(
                (stage, count) ->
                        line.append(
                                String.format(
                                        Locale.ROOT,
                                        "  %s %,d",
                                        stage.name().toLowerCase(Locale.ROOT),
                                        count)));
        return line.toString();
    }
}
