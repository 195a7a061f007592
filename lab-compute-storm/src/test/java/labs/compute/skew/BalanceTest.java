package labs.compute.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class BalanceTest {
    private static final int TASKS = 8;
    private static final long[] KEYS = new Zipf(10_000, 1.2, 4).keys(100_000);

    @Test
    void shouldSayHowMuchMoreThanTheMeanTheMostLoadedTaskHas() {
        var load = new Load(4);
        assertThat(load.imbalance()).as("nothing is balanced").isEqualTo(1);
        load.add(0, 10);
        assertThat(load.imbalance()).as("one of four has all").isEqualTo(4);
        load.add(1, 10);
        load.add(2, 20);
        assertThat(load.imbalance()).as("20 of 40, and the mean is 10").isEqualTo(2);
    }

    @Test
    void shouldGiveOneTaskTooMuchByHash() {
        assertThat(spread(1, () -> new HashRouter(TASKS)).imbalance()).isGreaterThan(1.8);
    }

    @Test
    void shouldBalanceByTwoChoicesWhoeverSends() {
        for (int senders : new int[] {1, 5}) {
            assertThat(spread(senders, () -> new TwoChoices(TASKS)).imbalance())
                    .as("imbalance of two choices, %d senders", senders)
                    .isLessThan(1.05);
        }
    }

    @Test
    void shouldUseTwoTasksForAHotKeyAndNoMore() {
        var choices = new TwoChoices(TASKS);
        Map<Long, Set<Integer>> tasks = new HashMap<>();
        for (long key : KEYS) {
            tasks.computeIfAbsent(key, k -> new TreeSet<>()).add(choices.route(key));
        }
        assertThat(tasks.get(1L)).as("tasks of the hottest key").hasSize(2);
        assertThat(tasks.values()).as("tasks of each key").allMatch(some -> some.size() <= 2);
        assertThat(tasks).allSatisfy((key, some) -> assertThat(some).isSubsetOf(candidates(key)));
    }

    private static Set<Integer> candidates(long key) {
        var choices = new TwoChoices(TASKS);
        return Set.of(choices.first(key), choices.second(key));
    }

    @Test
    void shouldHaveTwoDifferentChoicesWhereThereAreTwoTasks() {
        for (int tasks = 2; tasks < 20; tasks++) {
            var choices = new TwoChoices(tasks);
            Set<List<Integer>> pairs = new HashSet<>();
            for (long key = 0; key < 10_000; key++) {
                assertThat(choices.second(key))
                        .as("second of %d tasks for key %d", tasks, key)
                        .isBetween(0, tasks - 1)
                        .isNotEqualTo(choices.first(key));
                pairs.add(List.of(choices.first(key), choices.second(key)));
            }
            assertThat(pairs).as("pairs of %d tasks", tasks).hasSize(tasks * (tasks - 1));
        }
        assertThat(new TwoChoices(1).route(5)).as("the only task").isZero();
        assertThatThrownBy(() -> new TwoChoices(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldCountExactlyInTwoStages() {
        var partials = Stream.generate(() -> new PartialCounts(50)).limit(TASKS).toList();
        var router = new RoundRobin(TASKS);
        Map<Long, Long> totals = new TreeMap<>();
        int[] flushes = new int[1];
        for (long key : KEYS) {
            PartialCounts partial = partials.get(router.route(key));
            if (partial.add(key)) {
                merge(partial.flush(), totals);
                flushes[0]++;
            }
        }
        partials.forEach(partial -> merge(partial.flush(), totals));
        partials.forEach(partial -> assertThat(partial.flush()).as("flushed twice").isEmpty());

        assertThat(totals).isEqualTo(exact(KEYS));
        assertThat(flushes[0]).as("flushes of 100,000 rows").isBetween(100, 2_000);
    }

    private static void merge(Map<Long, Long> counts, Map<Long, Long> totals) {
        assertThat(counts).as("keys held").hasSizeLessThanOrEqualTo(50);
        counts.forEach((key, count) -> totals.merge(key, count, Long::sum));
    }

    static Map<Long, Long> exact(long[] keys) {
        Map<Long, Long> counts = new TreeMap<>();
        for (long key : keys) {
            counts.merge(key, 1L, Long::sum);
        }
        return counts;
    }

    private static Load spread(int senders, Supplier<Router> routers) {
        List<Router> all = Stream.generate(routers).limit(senders).toList();
        var load = new Load(TASKS);
        for (int row = 0; row < KEYS.length; row++) {
            load.add(all.get(row % senders).route(KEYS[row]), 1);
        }
        assertThat(load.total()).isEqualTo(KEYS.length);
        return load;
    }
}
