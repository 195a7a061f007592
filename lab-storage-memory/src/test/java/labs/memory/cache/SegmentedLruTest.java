package labs.memory.cache;

import static org.assertj.core.api.Assertions.assertThat;

import labs.kit.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(20)
final class SegmentedLruTest {
    private final SlabClasses classes = new SlabClasses();
    private final Pages pages = new Pages(Pages.PAGE);
    private final Items items = new Items(pages);
    private final SegmentedLru lru = new SegmentedLru(items, classes.count());
    private final int slabClass = classes.of(Items.size(5, 10));
    private final int page = pages.next();
    private int made;

    @Test
    void shouldKeepAFifthHot() {
        add(100);
        assertThat(lru.count(slabClass, SegmentedLru.HOT)).isEqualTo(20);
        assertThat(lru.count(slabClass, SegmentedLru.COLD)).isEqualTo(80);
    }

    @Test
    void shouldSendTheOldestFirst() {
        int first = add(1);
        int second = add(1);
        add(50);
        assertThat(lru.victim(slabClass)).isEqualTo(first);
        lru.remove(first);
        assertThat(lru.victim(slabClass)).isEqualTo(second);
    }

    @Test
    void shouldNotSpareWhatWasReadOnce() {
        int once = add(1);
        lru.touch(once, 1);
        add(50);
        assertThat(items.is(once, Items.FETCHED)).isTrue();
        assertThat(lru.victim(slabClass)).isEqualTo(once);
    }

    @Test
    void shouldWarmWhatWasReadTwiceWhileItWasHot() {
        int used = add(1);
        lru.touch(used, 1);
        lru.touch(used, 1);
        add(50);
        assertThat(items.queue(used)).isEqualTo(SegmentedLru.WARM);
        assertThat(lru.victim(slabClass)).isNotEqualTo(used);
    }

    @Test
    void shouldWarmWhatIsReadAgainThoughItIsCold() {
        int used = add(1);
        add(50);
        lru.touch(used, 1);
        assertThat(items.queue(used)).isEqualTo(SegmentedLru.COLD);
        lru.touch(used, 2);
        assertThat(items.queue(used)).isEqualTo(SegmentedLru.WARM);
        assertThat(items.lastUsed(used)).isEqualTo(2);
    }

    @Test
    void shouldLetTheWarmOnesGetColdWhenTheyAreTooMany() {
        for (int i = 0; i < 200; i++) {
            int item = add(1);
            lru.touch(item, 1);
            lru.touch(item, 1);
        }
        assertThat(lru.count(slabClass, SegmentedLru.WARM)).isLessThanOrEqualTo(80);
        assertThat(lru.count(slabClass)).isEqualTo(200);
    }

    @Test
    void shouldHaveSomebodyToSendAsLongAsThereIsOne() {
        int only = add(1);
        lru.touch(only, 1);
        lru.touch(only, 1);
        assertThat(lru.victim(slabClass)).isEqualTo(only);
        lru.remove(only);
        assertThat(lru.victim(slabClass)).isZero();
    }

    /** Adds so many items and returns the last. */
    private int add(int count) {
        int item = 0;
        for (int i = 0; i < count; i++) {
            item = Pages.reference(page, made++ * classes.size(slabClass));
            items.write(item, slabClass, Key.of("k" + made), 0, 0, 10);
            lru.add(item);
        }
        return item;
    }
}
