package labs.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class SmoothRoundRobinTest {
    private final Balancer balancer = new SmoothRoundRobin();

    @Test
    void shouldMixTheHeavyWithTheLight() {
        balancer.use(Choices.targets("a=5, b=1, c=1"));
        assertThat(String.join("", Choices.names(balancer, 14)))
                .as("credits grow by the weights; the highest pays the sum of all")
                .isEqualTo("aabacaa".repeat(2));
    }

    @Test
    void shouldGiveEachItsWeightInEveryRound() {
        var random = new Random(1);
        for (int i = 0; i < 50; i++) {
            int a = 1 + random.nextInt(100);
            int b = 1 + random.nextInt(100);
            int c = 1 + random.nextInt(100);
            Balancer fresh = new SmoothRoundRobin();
            fresh.use(List.of(new Target("a", a), new Target("b", b), new Target("c", c)));
            for (int round = 0; round < 3; round++) {
                assertThat(Choices.counts(fresh, a + b + c))
                        .as("round %d of weights %d, %d, %d", round, a, b, c)
                        .isEqualTo(Map.of("a", a, "b", b, "c", c));
            }
        }
    }

    @Test
    void shouldKeepTheSharesWhenItIsToldOfAChangeBeforeEachChoice() {
        var counts = new TreeMap<String, Integer>();
        for (int i = 0; i < 600; i++) {
            balancer.use(Choices.targets(i % 2 == 0 ? "a=3, b=2, c=1" : "a=30, b=20, c=10"));
            counts.merge(balancer.choose(0).orElseThrow().name(), 1, Integer::sum);
        }
        assertThat(counts.get("c"))
                .as("choices of c, which has a sixth of the weight: %s", counts)
                .isBetween(80, 120);
        assertThat(counts.get("b")).isBetween(160, 240);
    }

    @Test
    void shouldNotHoldAgainstAServerThatReturnsWhatWasBefore() {
        balancer.use(Choices.targets("a=1, b=1"));
        for (int i = 0; i < 101; i++) {
            balancer.choose(0);
        }
        balancer.use(Choices.targets("b=1"));
        assertThat(Choices.counts(balancer, 100)).isEqualTo(Map.of("b", 100));
        balancer.use(Choices.targets("a=1, b=1"));
        Map<String, Integer> counts = Choices.counts(balancer, 100);
        assertThat(counts.get("a")).as("no burst to the one that is back").isBetween(49, 51);
    }

    @Test
    void shouldPassOverServersWithoutWeight() {
        balancer.use(Choices.targets("a=0, b=2"));
        assertThat(Choices.counts(balancer, 10)).isEqualTo(Map.of("b", 10));
        balancer.use(Choices.targets("a=0, b=0"));
        assertThat(balancer.choose(0)).isEmpty();
        balancer.use(List.of());
        assertThat(balancer.choose(0)).isEmpty();
    }

    @Test
    void shouldRefuseTwoServersOfOneName() {
        assertThatThrownBy(() -> balancer.use(Choices.targets("a=1, a=2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a");
    }
}
