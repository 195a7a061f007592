package labs.compute.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import labs.compute.join.HashIndex;
import labs.compute.join.JoinType;
import labs.compute.table.ColumnBatch;
import labs.compute.table.Partitions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class SaltedJoinTest {
    private static final int TASKS = 8;
    private static final Set<Long> HOT = Set.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    private static final ColumnBatch LEFT = numbered(new Zipf(3_000, 1.2, 2).keys(10_000));

    /** Keys 2 … 2001, and some of them twice. */
    private static final ColumnBatch RIGHT =
            numbered(LongStream.range(0, 2_500).map(i -> 2 + i % 2_000).toArray());

    @ParameterizedTest
    @EnumSource(value = JoinType.class, mode = EnumSource.Mode.EXCLUDE, names = "FULL")
    void shouldJoinAsWithoutSalt(JoinType type) {
        List<String> plain = join(type, LEFT, RIGHT);
        for (int tasks : new int[] {1, 3, TASKS}) {
            for (int salts = 1; salts <= tasks; salts++) {
                var senderOfLeft = new SaltedRouting(tasks, salts, HOT);
                var senderOfRight = new SaltedRouting(tasks, salts, HOT);
                Partitions left = senderOfLeft.left(LEFT, 0);
                Partitions right = senderOfRight.right(RIGHT, 0);
                var joined = new ArrayList<String>();
                for (int task = 0; task < tasks; task++) {
                    joined.addAll(join(type, part(left, task), part(right, task)));
                }
                assertThat(joined.stream().sorted().toList().equals(plain))
                        .as(
                                "%s, %d tasks, %d salts: %d rows, %d without salt",
                                type, tasks, salts, joined.size(), plain.size())
                        .isTrue();
            }
        }
    }

    @Test
    void shouldSpreadAHotKeyOverItsSalts() {
        var routing = new SaltedRouting(TASKS, 3, Set.of(1L));
        Partitions left = routing.left(LEFT, 0);
        var load = new Load(TASKS);
        for (int task = 0; task < TASKS; task++) {
            load.add(task, keys(part(left, task)).stream().filter(key -> key == 1).count());
        }
        long hottest = keys(LEFT).stream().filter(key -> key == 1).count();
        assertThat(load.total()).isEqualTo(hottest);
        assertThat(LongStream.range(0, TASKS).map(task -> load.of((int) task)).filter(n -> n > 0))
                .as("a third of the hot rows for each of three tasks")
                .hasSize(3)
                .allMatch(rows -> Math.abs(rows - hottest / 3.0) <= 1);
    }

    @Test
    void shouldBalanceWhatTheHashDoesNot() {
        assertThat(balance(1)).as("max/mean by hash").isGreaterThan(1.8);
        assertThat(balance(TASKS)).as("max/mean, salted").isLessThan(1.3);
    }

    private static double balance(int salts) {
        Partitions left = new SaltedRouting(TASKS, salts, HOT).left(LEFT, 0);
        var load = new Load(TASKS);
        for (int task = 0; task < TASKS; task++) {
            load.add(task, left.starts()[task + 1] - left.starts()[task]);
        }
        return load.imbalance();
    }

    @Test
    void shouldCopyHotRowsOnly() {
        Partitions right = new SaltedRouting(TASKS, 4, HOT).right(RIGHT, 0);
        long hotRows = keys(RIGHT).stream().filter(HOT::contains).count();
        assertThat(right.rows().rows()).isEqualTo(RIGHT.rows() + (int) hotRows * 3);
    }

    @Test
    void shouldGiveEachSaltATaskOfItsOwn() {
        var routing = new SaltedRouting(TASKS, TASKS, HOT);
        for (long key = 0; key < 100; key++) {
            var tasks = new HashSet<Integer>();
            for (int salt = 0; salt < TASKS; salt++) {
                tasks.add(routing.task(key, salt));
            }
            assertThat(tasks).as("tasks of key %d with %d salts", key, TASKS).hasSize(TASKS);
        }
        assertThatThrownBy(() -> new SaltedRouting(TASKS, TASKS + 1, HOT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SaltedRouting(TASKS, 0, HOT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ColumnBatch numbered(long[] keys) {
        return new ColumnBatch(
                new long[][] {keys, LongStream.range(0, keys.length).toArray()}, keys.length);
    }

    private static List<Long> keys(ColumnBatch rows) {
        return LongStream.of(rows.column(0)).limit(rows.rows()).boxed().toList();
    }

    private static ColumnBatch part(Partitions rows, int task) {
        int from = rows.starts()[task];
        int to = rows.starts()[task + 1];
        var part = new ColumnBatch(rows.rows().width(), to - from);
        part.append(rows.rows(), from, to);
        return part;
    }

    /** What one task does: the rows as text, in order. */
    private static List<String> join(JoinType type, ColumnBatch left, ColumnBatch right) {
        var index = new HashIndex(right, 0);
        var joined = new ArrayList<String>();
        for (int row = 0; row < left.rows(); row++) {
            String number = left.column(1)[row] + " ";
            int match = index.first(left.column(0)[row]);
            if (!type.hasRight()) {
                if (match >= 0 == (type == JoinType.SEMI)) {
                    joined.add(number);
                }
            } else if (match < 0 && type == JoinType.LEFT) {
                joined.add(number + "none");
            }
            for (; type.hasRight() && match >= 0; match = index.after(match)) {
                joined.add(number + right.column(1)[match]);
            }
        }
        return joined.stream().sorted().toList();
    }
}
