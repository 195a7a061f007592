package labs.memory.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import labs.kit.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(20)
final class SlabAllocatorTest {
    private final SlabClasses classes = new SlabClasses();
    private final Pages pages = new Pages(3 * Pages.PAGE);
    private final SlabAllocator slabs = new SlabAllocator(pages, classes);
    private final int small = classes.of(100);
    private final int large = classes.of(300_000);

    @Test
    void shouldHaveASizeForEveryItemAndWasteLittle() {
        for (int size = 56; size <= Pages.PAGE / 4; size += 13) {
            int chunk = classes.size(classes.of(size));
            assertThat(chunk).isGreaterThanOrEqualTo(size).isLessThan(size + size / 3 + 16);
        }
        assertThat(classes.of(Pages.PAGE)).isPositive();
        assertThat(classes.of(Pages.PAGE + 1)).isEqualTo(-1);
    }

    @Test
    void shouldNeverGiveOutAPlaceTwice() {
        Set<Integer> chunks = allocateAll(small);
        assertThat(chunks).hasSize(3 * (Pages.PAGE / classes.size(small)));
        assertThat(slabs.allocate(small)).as("all three pages are full").isZero();
        int one = chunks.iterator().next();
        slabs.free(one, small);
        assertThat(slabs.allocate(small)).isEqualTo(one);
        assertThat(slabs.allocate(small)).isZero();
    }

    private Set<Integer> allocateAll(int slabClass) {
        Set<Integer> chunks = new HashSet<>();
        for (int chunk = slabs.allocate(slabClass); chunk != 0; chunk = slabs.allocate(slabClass)) {
            assertThat(chunks.add(chunk)).as("given out once").isTrue();
        }
        return chunks;
    }

    @Test
    void shouldMoveAPageToAnotherClass() {
        Set<Integer> chunks = allocateAll(small);
        assertThat(slabs.allocate(large)).as("no page is left").isZero();
        int page = slabs.idlePage(small);
        Set<Integer> evicted = new HashSet<>();
        slabs.reassign(
                page,
                small,
                large,
                chunk -> {
                    evicted.add(chunk);
                    slabs.free(chunk, small);
                });
        assertThat(evicted).hasSize(Pages.PAGE / classes.size(small));
        assertThat(chunks).containsAll(evicted);
        assertThat(slabs.allocate(small))
                .as("what was free in the page that moved is not free any more")
                .isZero();
        assertThat(allocateAll(large)).hasSize(Pages.PAGE / classes.size(large));
        assertThat(slabs.pages(small)).isEqualTo(2);
        assertThat(slabs.pages(large)).isEqualTo(1);
    }

    @Test
    void shouldNotMoveAPageIntoWhichAValueIsOnItsWay() {
        Set<Integer> chunks = allocateAll(small);
        for (int page = 1; page <= 3; page++) {
            int wanted = page;
            int inThatPage =
                    chunks.stream()
                            .filter(c -> Pages.pageOf(c) == wanted)
                            .findFirst()
                            .orElseThrow();
            slabs.reserve(inThatPage);
        }
        assertThat(slabs.idlePage(small)).isZero();
        int any = chunks.iterator().next();
        slabs.release(chunks.stream().filter(c -> Pages.pageOf(c) == 2).findFirst().orElse(any));
        assertThat(slabs.idlePage(small)).isEqualTo(2);
    }

    @Test
    void shouldMoveAPageThatWasNotCutToItsEnd() {
        int first = slabs.allocate(small);
        slabs.free(first, small);
        slabs.reassign(slabs.idlePage(small), small, large, chunk -> {});
        int other = slabs.allocate(large);
        assertThat(Pages.pageOf(other)).isEqualTo(Pages.pageOf(first));
        int again = slabs.allocate(small);
        assertThat(Pages.pageOf(again))
                .as("from a page of its own")
                .isNotEqualTo(Pages.pageOf(first));
    }
}
