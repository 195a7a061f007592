package labs.compute.skew;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import labs.compute.table.ColumnBatch;
import labs.compute.table.Partitions;

/** Prints how evenly each way spreads the same rows, and what it costs instead. */
public final class BalanceMain {
    private static final int KEYS = 100_000;
    private static final int SENDERS = 4;
    private static final int MOST_KEYS = 1_000;

    private final int tasks;
    private final long[] keys;
    private final PrintStream out;

    private BalanceMain(int tasks, int rows, PrintStream out) {
        this.tasks = tasks;
        this.keys = new Zipf(KEYS, 1.2, 1).keys(rows);
        this.out = out;
    }

    /** {@code [ROWS]}: a million if not said. */
    public static void main(String[] args) {
        int rows = args.length == 0 ? 1_000_000 : Integer.parseInt(args[0]);
        for (int tasks : new int[] {8, 32}) {
            new BalanceMain(tasks, rows, System.out).print();
        }
    }

    private void print() {
        line("%,d rows, Zipf 1.2 over %,d keys, %d tasks", keys.length, KEYS, tasks);
        line("%-24s %9s %9s   %s", "", "max/mean", "counters", "second stage: rows, max/mean");
        count("hash", sender -> new HashRouter(tasks));
        count("two choices", sender -> new TwoChoices(tasks));
        count("shuffle, two stages", sender -> new RoundRobin(tasks));
        join("join, hash", 1);
        join("join, salted by 4", 4);
        join("join, salted by " + tasks, tasks);
        line("");
    }

    private void count(String name, IntFunction<Router> routers) {
        List<Router> senders = IntStream.range(0, SENDERS).mapToObj(routers).toList();
        var load = new Load(tasks);
        var second = new Load(tasks);
        var partials =
                IntStream.range(0, tasks).mapToObj(t -> new PartialCounts(MOST_KEYS)).toList();
        Map<Integer, Set<Long>> counters = new HashMap<>();
        var byKey = new HashRouter(tasks);
        for (int row = 0; row < keys.length; row++) {
            int task = senders.get(row % SENDERS).route(keys[row]);
            load.add(task, 1);
            counters.computeIfAbsent(task, t -> new HashSet<>()).add(keys[row]);
            if (partials.get(task).add(keys[row])) {
                partials.get(task).flush().keySet().forEach(key -> second.add(byKey.route(key), 1));
            }
        }
        partials.forEach(p -> p.flush().keySet().forEach(key -> second.add(byKey.route(key), 1)));
        long held = counters.values().stream().mapToLong(Set::size).sum();
        String stage =
                name.equals("hash")
                        ? "none"
                        : "%,d, %.2f".formatted(second.total(), second.imbalance());
        line("%-24s %9.2f %,9d   %s", name, load.imbalance(), held, stage);
    }

    private void join(String name, int salts) {
        var hitters = new HeavyHitters(1_000);
        for (long key : keys) {
            hitters.add(key);
        }
        Set<Long> hot = hitters.hot(0.1 / tasks);
        var load = new Load(tasks);
        var routing = new SaltedRouting(tasks, salts, hot);
        Partitions left = routing.left(new ColumnBatch(new long[][] {keys}, keys.length), 0);
        long[] all = IntStream.rangeClosed(1, KEYS).asLongStream().toArray();
        Partitions right = routing.right(new ColumnBatch(new long[][] {all}, all.length), 0);
        for (int task = 0; task < tasks; task++) {
            load.add(task, left.starts()[task + 1] - left.starts()[task]);
        }
        int copies = right.rows().rows() - all.length;
        line(
                "%-24s %9.2f %9s   %d hot keys, %d copies",
                name, load.imbalance(), "", hot.size(), copies);
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values).stripTrailing());
    }
}
