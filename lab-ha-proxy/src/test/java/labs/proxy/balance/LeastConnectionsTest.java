package labs.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class LeastConnectionsTest {
    private final Loads loads = new Loads();
    private final Balancer balancer = new LeastConnections(loads);

    @Test
    void shouldFillServersInProportionToTheirWeights() {
        balancer.use(Choices.targets("a=3, b=1"));
        for (int i = 0; i < 400; i++) {
            loads.opened(balancer.choose(0).orElseThrow().name());
            int difference = 3 * (loads.of("b") + 1) - (loads.of("a") + 1);
            assertThat(Math.abs(difference))
                    .as("a has %d, b %d: compare without rounding", loads.of("a"), loads.of("b"))
                    .isLessThanOrEqualTo(4);
        }
        assertThat(loads.of("a")).isBetween(299, 302);
    }

    @Test
    void shouldCompareWithoutRounding() {
        balancer.use(Choices.targets("a=3, b=2"));
        for (String name : "aaaabb".split("")) {
            loads.opened(name);
        }
        assertThat(balancer.choose(0))
                .as("(4 + 1) / 3 for a is more than (2 + 1) / 2 for b")
                .contains(new Target("b", 2));
    }

    @Test
    void shouldSendToTheServerThatBecameFree() {
        balancer.use(Choices.targets("a=1, b=1, c=1"));
        for (int i = 0; i < 30; i++) {
            loads.opened(balancer.choose(0).orElseThrow().name());
        }
        loads.closed("b");
        loads.closed("b");
        assertThat(balancer.choose(0)).contains(new Target("b", 1));
        loads.opened("b");
        assertThat(balancer.choose(0)).contains(new Target("b", 1));
    }

    @Test
    void shouldGoInTurnAmongEquals() {
        balancer.use(Choices.targets("a=1, b=1, c=1"));
        assertThat(Choices.counts(balancer, 300))
                .as("servers that are all idle")
                .isEqualTo(Map.of("a", 100, "b", 100, "c", 100));
    }

    @Test
    void shouldTakeAnIdleServerBeforeAnyOther() {
        balancer.use(Choices.targets("a=200, b=1"));
        loads.opened("a");
        assertThat(balancer.choose(0)).contains(new Target("b", 1));
    }

    @Test
    void shouldSurviveServersThatLeave() {
        balancer.use(Choices.targets("a=1, b=1, c=1"));
        Choices.names(balancer, 3);
        balancer.use(Choices.targets("a=1"));
        assertThat(Choices.counts(balancer, 5)).isEqualTo(Map.of("a", 5));
        balancer.use(List.of());
        assertThat(balancer.choose(0)).isEmpty();
        balancer.use(Choices.targets("a=0, c=1"));
        assertThat(balancer.choose(0)).contains(new Target("c", 1));
    }

    @Test
    void shouldKeepLoadsEvenWhereConnectionsLastDifferently() {
        balancer.use(Choices.targets("a=10, b=20, c=30"));
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            loads.opened(balancer.choose(0).orElseThrow().name());
            String ends = "abc".charAt(random.nextInt(3)) + "";
            if (i > 600 && loads.of(ends) > 0) {
                loads.closed(ends);
            }
        }
        int all = loads.of("a") + loads.of("b") + loads.of("c");
        assertThat(loads.of("a")).isCloseTo(all / 6, within(all));
        assertThat(loads.of("b")).isCloseTo(all / 3, within(all));
        assertThat(loads.of("c")).isCloseTo(all / 2, within(all));
    }

    private static org.assertj.core.data.Offset<Integer> within(int all) {
        return org.assertj.core.data.Offset.offset(3 + all / 50);
    }
}
