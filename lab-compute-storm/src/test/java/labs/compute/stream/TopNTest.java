package labs.compute.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class TopNTest {
    private final TopN top = new TopN(2);

    @Test
    void shouldPutTheGreatestCountFirstAndTheSmallerWordOfEquals() {
        top.update(new Ranked("b", 3));
        top.update(new Ranked("c", 4));
        assertThat(top.ranking()).containsExactly(new Ranked("c", 4), new Ranked("b", 3));
        top.update(new Ranked("a", 4));
        assertThat(top.ranking()).containsExactly(new Ranked("a", 4), new Ranked("c", 4));
    }

    @Test
    void shouldHoldAWordOnlyOnce() {
        top.update(new Ranked("a", 1));
        top.update(new Ranked("a", 2));
        top.update(new Ranked("a", 2));
        assertThat(top.ranking()).containsExactly(new Ranked("a", 2));
    }

    @Test
    void shouldTakeAWordBackThatHadFallenOut() {
        top.update(new Ranked("a", 5));
        top.update(new Ranked("b", 6));
        top.update(new Ranked("c", 1));
        top.update(new Ranked("c", 7));
        assertThat(top.ranking()).containsExactly(new Ranked("c", 7), new Ranked("b", 6));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldAgreeWithSortingAllAndHoldOnlyN(long seed) {
        var random = new Random(seed);
        var counts = new HashMap<String, Long>();
        var ours = new TopN(10);
        for (int i = 0; i < 5_000; i++) {
            String word = "w" + (int) Math.abs(random.nextGaussian() * 100);
            ours.update(new Ranked(word, counts.merge(word, 1L, Long::sum)));
        }
        assertThat(ours.ranking()).isEqualTo(Texts.top(10, counts));
        assertThat(ours.size()).as("words held, of " + counts.size()).isEqualTo(10);
    }

    @Test
    void shouldNotHoldMoreThanItRanks() {
        var ours = new TopN(3);
        for (int i = 0; i < 1_000; i++) {
            ours.update(new Ranked("w" + i, 1));
        }
        assertThat(ours.size()).as("words held, of a thousand").isEqualTo(3);
        assertThat(Texts.top(3, Map.of("w0", 1L, "w1", 1L, "w10", 1L))).isEqualTo(ours.ranking());
    }
}
