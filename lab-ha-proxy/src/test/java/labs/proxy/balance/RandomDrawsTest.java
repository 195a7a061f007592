package labs.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class RandomDrawsTest {
    private static final int SERVERS = 100;

    private final Loads loads = new Loads();

    @Test
    void shouldDrawInProportionToTheWeights() {
        Balancer balancer = new RandomDraws(loads, 1, new Random(3));
        balancer.use(Choices.targets("a=1, b=2, c=7, d=0"));
        Map<String, Integer> counts = Choices.counts(balancer, 100_000);
        double chiSquared =
                square(counts, "a", 10_000)
                        + square(counts, "b", 20_000)
                        + square(counts, "c", 70_000);
        assertThat(chiSquared)
                .as("chi-squared of %s, of which 13.8 is passed once in a thousand", counts)
                .isLessThan(13.8);
        assertThat(counts).doesNotContainKey("d");
    }

    @Test
    void shouldKeepTheHighestLoadLowWithTwoDraws() {
        int mean = 100;
        assertThat(highest(1, mean)).as("one draw: chance").isGreaterThan(mean + 15);
        assertThat(highest(2, mean)).as("the better of two").isLessThan(mean + 6);
    }

    @Test
    void shouldCompareLoadsByWeight() {
        Balancer balancer = new RandomDraws(loads, 2, new Random(5));
        balancer.use(Choices.targets("a=30, b=10"));
        for (int i = 0; i < 40_000; i++) {
            loads.opened(balancer.choose(0).orElseThrow().name());
        }
        assertThat(loads.of("a")).as("of 40,000, by weights 30 and 10").isBetween(29_900, 30_100);
    }

    @Test
    void shouldHaveNoServerWhereNoneHasAWeight() {
        Balancer balancer = new RandomDraws(loads, 2, new Random(1));
        assertThat(balancer.choose(0)).isEmpty();
        balancer.use(Choices.targets("a=0"));
        assertThat(balancer.choose(0)).isEmpty();
        balancer.use(Choices.targets("a=0, b=1"));
        assertThat(balancer.choose(0)).contains(new Target("b", 1));
        balancer.use(List.of());
        assertThat(balancer.choose(0)).isEmpty();
    }

    private static double square(Map<String, Integer> counts, String name, double expected) {
        double difference = counts.get(name) - expected;
        return difference * difference / expected;
    }

    private static int highest(int draws, int mean) {
        var loads = new Loads();
        Balancer balancer = new RandomDraws(loads, draws, new Random(11));
        var targets = new ArrayList<Target>();
        for (int i = 0; i < SERVERS; i++) {
            targets.add(new Target("s" + i, 1));
        }
        balancer.use(targets);
        for (int i = 0; i < SERVERS * mean; i++) {
            loads.opened(balancer.choose(0).orElseThrow().name());
        }
        return targets.stream().mapToInt(target -> loads.of(target.name())).max().orElseThrow();
    }
}
