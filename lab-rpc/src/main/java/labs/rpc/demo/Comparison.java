package labs.rpc.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Does the same job three ways, while one of three workers dies, and prints what it measured. */
final class Comparison {
    private static final int HANDED_IN = 10;
    private static final int WARM_UP = 100;

    private final int tasks;
    private final Screen screen;

    /** One way, and what was measured of it. */
    private record Measured(
            Way way,
            long millis,
            Way.Cost cost,
            int held,
            long repairedMillis,
            int twice,
            int sum,
            int handedIn) {}

    Comparison(int tasks, Screen screen) {
        this.tasks = tasks;
        this.screen = screen;
    }

    /**
     * Measures and prints.
     *
     * @return whether each of the ways found the same number of primes
     */
    boolean run() throws InterruptedException {
        List<Way> ways = List.of(new ByCalls(), new BySpace(), new ByQueue());
        screen.note("warming up");
        for (Way way : ways) {
            way.run(new Results(WARM_UP), new Accident(Integer.MAX_VALUE));
        }
        List<Measured> all = new ArrayList<>();
        for (Way way : ways) {
            Measured measured = measure(way);
            all.add(measured);
            screen.line(
                    "%-12s %d tasks, %,d primes, %,d ms",
                    way.name(), tasks, measured.sum(), measured.millis());
        }
        print(all);
        return all.stream().map(Measured::sum).distinct().count() == 1;
    }

    private Measured measure(Way way) throws InterruptedException {
        Results results = new Results(tasks);
        Accident accident = new Accident(tasks / 10);
        long start = System.nanoTime();
        Way.Cost cost = way.run(results, accident);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        return new Measured(
                way,
                millis,
                cost,
                accident.held(),
                accident.repairedAfterMillis(results),
                results.twice(),
                results.sum(),
                way.handInWithoutWorkers(HANDED_IN));
    }

    private void print(List<Measured> all) {
        screen.blank();
        row(all, "", measured -> measured.way().name());
        row(all, "all tasks done in", measured -> measured.millis() + " ms");
        row(all, "requests for each task", this::requestsPerTask);
        row(all, "in the dead worker's hands", measured -> measured.held() + " task(s)");
        row(all, "who notices", measured -> measured.way().whoNotices());
        row(all, "repaired after", measured -> measured.repairedMillis() + " ms");
        row(all, "tasks done twice", measured -> Integer.toString(measured.twice()));
        row(all, "space: addresses to know", m -> Integer.toString(m.way().addresses()));
        row(all, "time: accepted, no worker up", m -> m.handedIn() + " of " + HANDED_IN);
        row(all, "sync: coordinator free after", m -> m.cost().freeAfterMillis() + " ms");
    }

    private String requestsPerTask(Measured measured) {
        return String.format("%.1f", (double) measured.cost().requests() / tasks);
    }

    private void row(List<Measured> all, String title, Function<Measured, String> cell) {
        StringBuilder line = new StringBuilder(String.format("%-30s", title));
        for (Measured measured : all) {
            line.append(String.format("%17s", cell.apply(measured)));
        }
        screen.line("%s", line);
    }
}
