package labs.compute.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import labs.compute.spill.MemoryBudget;
import labs.compute.spill.SpillDirectory;
import labs.compute.table.ColumnBatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All pages of random tables: what they hold together, and what each of them costs. */
@Timeout(30)
class PagesTest {
    private static final int WIDTH = 3;
    private static final String QUERY = "a query";

    @TempDir Path parent;
    private SpillDirectory spill;

    @BeforeEach
    void open() throws IOException {
        spill = SpillDirectory.open(parent);
    }

    @AfterEach
    void close() {
        spill.close();
    }

    private interface Look {
        void at(Pages pages, String what);
    }

    /** Shows a look the same rows under tiny and ample budgets, in few and many ranges. */
    private void withAllKinds(int rows, SortOrder order, String kind, Look look) {
        for (int ranges : new int[] {1, 5, 40}) {
            for (long bytes : new long[] {64 * 1024, 256 * 1024, 64 << 20}) {
                var budget = new MemoryBudget(bytes);
                ColumnBatch all = RandomRows.of(kind, rows, WIDTH, 11);
                Bounds bounds = bounds(all, order, ranges);
                try (var store = new RangeStore(ranges, order, budget, spill)) {
                    fill(store, bounds, all);
                    String what = "%s, %d ranges, %d bytes".formatted(kind, ranges, bytes);
                    look.at(new Pages(bounds, store, WIDTH), what);
                }
                assertThat(budget.used()).as("memory not given back").isZero();
            }
        }
    }

    private static Bounds bounds(ColumnBatch rows, SortOrder order, int ranges) {
        var sample = new Sample(WIDTH, 500, 1);
        sample.add(rows);
        return Bounds.of(sample.rows(), order, ranges);
    }

    private static void fill(RangeStore store, Bounds bounds, ColumnBatch rows) {
        for (int from = 0; from < rows.rows(); from += 700) {
            store.add(bounds.split(SortedRows.slice(rows, from, 700)));
        }
    }

    @Test
    void shouldGiveTheWholeTogetherByOffset() {
        for (String kind : RandomRows.KINDS) {
            SortOrder order = RandomRows.order(WIDTH, new SplittableRandom(kind.length()));
            var expected = RandomRows.sorted(RandomRows.of(kind, 6_000, WIDTH, 11), order);
            withAllKinds(
                    6_000,
                    order,
                    kind,
                    (pages, what) -> assertThat(byOffset(pages, 777)).as(what).isEqualTo(expected));
        }
    }

    private static List<List<Long>> byOffset(Pages pages, int limit) {
        var all = new ArrayList<List<Long>>();
        ColumnBatch page;
        while ((page = pages.at(all.size(), limit)).rows() > 0) {
            all.addAll(RandomRows.rows(page));
        }
        return all;
    }

    @Test
    void shouldGiveTheWholeTogetherByCursor() {
        for (String kind : RandomRows.KINDS) {
            SortOrder order = RandomRows.order(WIDTH, new SplittableRandom(kind.length()));
            var expected = RandomRows.sorted(RandomRows.of(kind, 3_000, WIDTH, 11), order);
            withAllKinds(
                    3_000,
                    order,
                    kind,
                    (pages, what) ->
                            assertThat(byCursor(pages, 251, what))
                                    .as("no row twice or lost: " + what)
                                    .isEqualTo(expected));
        }
    }

    private static List<List<Long>> byCursor(Pages pages, int limit, String what) {
        int rows = 3_000;
        var all = new ArrayList<List<Long>>();
        Optional<Cursor> cursor = Optional.empty();
        ColumnBatch page;
        while ((page = pages.behind(cursor, limit)).rows() > 0) {
            assertThat(page.rows())
                    .as("rows of the page behind %d rows: %s", all.size(), what)
                    .isEqualTo(Math.min(limit, rows - all.size()));
            all.addAll(RandomRows.rows(page));
            String text = Cursor.behind(QUERY, page, cursor).text();
            cursor = Optional.of(Cursor.of(text, QUERY, WIDTH));
        }
        return all;
    }

    @Test
    void shouldNotDependOnTheOrderInWhichRowsArrived() {
        SortOrder order = SortOrder.of(WIDTH, SortKey.ascending(1)); // many rows have equal keys
        ColumnBatch rows = RandomRows.of("few values", 3_000, WIDTH, 2);
        ColumnBatch shuffled = rows.gather(shuffle(3_000), 3_000);
        Bounds bounds = bounds(rows, order, 7);

        assertThat(pageOf(shuffled, bounds, order))
                .as("the order must be total: rows that differ have places that differ")
                .isEqualTo(pageOf(rows, bounds, order));
    }

    private List<List<Long>> pageOf(ColumnBatch rows, Bounds bounds, SortOrder order) {
        try (var store = new RangeStore(7, order, new MemoryBudget(1 << 20), spill)) {
            fill(store, bounds, rows);
            return RandomRows.rows(new Pages(bounds, store, WIDTH).at(1_234, 200));
        }
    }

    private static int[] shuffle(int count) {
        var random = new SplittableRandom(8);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    @Test
    void shouldSortOnlyTheRangesThatAPageNeedsAndThoseOnce() {
        SortOrder order = SortOrder.of(WIDTH);
        ColumnBatch rows = RandomRows.of("any", 10_000, WIDTH, 3);
        Bounds bounds = bounds(rows, order, 20);
        try (var store = new RangeStore(20, order, new MemoryBudget(64 << 20), spill)) {
            fill(store, bounds, rows);
            var pages = new Pages(bounds, store, WIDTH);
            long start = store.counts()[0] + store.counts()[1];

            pages.at(start, 10);
            assertThat(store.sorts()).as("a page within range 2 of 20").isEqualTo(1);
            pages.at(start + 10, 10);
            assertThat(store.sorts()).as("the next one, in the same range").isEqualTo(1);
            ColumnBatch last = pages.at(start - 10, 20);
            assertThat(store.sorts()).as("a page in ranges 1 and 2").isEqualTo(2);
            pages.behind(Optional.of(Cursor.behind(QUERY, last, Optional.empty())), 10);
            assertThat(store.sorts()).as("by cursor, in range 2").isEqualTo(2);
            pages.at(10_000, 10);
            assertThat(store.sorts()).as("right behind the end").isEqualTo(2);
        }
    }

    @Test
    void shouldShowWhatIsInsertedMeanwhileDifferentlyByOffsetAndByCursor() {
        SortOrder order = SortOrder.of(WIDTH);
        ColumnBatch rows = RandomRows.of("any", 100, WIDTH, 3);
        Bounds bounds = bounds(rows, order, 4);
        try (var store = new RangeStore(4, order, new MemoryBudget(1 << 20), spill)) {
            fill(store, bounds, rows);
            var pages = new Pages(bounds, store, WIDTH);
            ColumnBatch first = pages.at(0, 10);
            Cursor cursor = Cursor.behind(QUERY, first, Optional.empty());
            List<List<Long>> second = RandomRows.rows(pages.at(10, 10));
            long[][] least = {{Long.MIN_VALUE + 1}, {0}, {0}};

            fill(store, bounds, new ColumnBatch(least, 1));

            assertThat(RandomRows.rows(pages.at(10, 10)))
                    .as("by offset, the last row of page 1 comes again")
                    .startsWith(RandomRows.row(first, 9))
                    .isNotEqualTo(second);
            assertThat(RandomRows.rows(pages.behind(Optional.of(cursor), 10)))
                    .as("by cursor, the page is what follows on what was shown")
                    .isEqualTo(second);
        }
    }

    @Test
    void shouldSayWhatIsWrongWithAPage() {
        SortOrder order = SortOrder.of(WIDTH);
        try (var store = new RangeStore(2, order, new MemoryBudget(1 << 20), spill)) {
            Bounds bounds = Bounds.of(new ColumnBatch(WIDTH, 0), order, 2);
            var pages = new Pages(bounds, store, WIDTH);
            assertThat(pages.at(0, 10).rows()).as("the first page of nothing").isZero();
            assertThatThrownBy(() -> pages.at(1, 10))
                    .hasMessage("offset 1 is past the end: there are 0 rows");
            assertThatThrownBy(() -> pages.behind(Optional.empty(), -1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
