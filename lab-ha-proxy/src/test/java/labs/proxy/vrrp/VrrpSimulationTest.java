package labs.proxy.vrrp;

import static labs.proxy.vrrp.Routers.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import labs.kit.LabTest;
import labs.kit.Seed;
import labs.kit.sim.Weather;
import labs.kit.sim.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Routers in virtual time, with links that are cut and machines that die. */
@LabTest
@Timeout(60)
final class VrrpSimulationTest {
    /** Silence to its end, the skew of the worst, one more interval, and packets on their way. */
    private static final Duration BOUND = Duration.ofMillis(5_100);

    private World<Advertisement> world;
    private int nodes;
    private double loss; // of packets, from 0 to 1
    private BooleanSupplier dropping;

    @Test
    void shouldBeSplitWhileTheLinkIsCutAndHealByItself(@Seed long seed) {
        build(seed, 200, 100);
        world.run(BOUND);
        assertThat(masters()).as(where(seed)).containsExactly(0);

        world.partition(List.of(0), List.of(1));
        world.run(BOUND);
        assertThat(masters())
                .as("neither can tell a cut from a death: both must serve. " + where(seed))
                .containsExactly(0, 1);
        world.run(Duration.ofHours(1));
        assertThat(masters()).as("and nothing but the link heals it").containsExactly(0, 1);

        world.heal();
        world.run(SECOND.plusMillis(30));
        assertThat(masters())
                .as("one word of the better one is enough. " + where(seed))
                .containsExactly(0);
    }

    @Test
    void shouldDecideByAddressWhenEqualsWereSplit(@Seed long seed) {
        build(seed, 100, 100);
        world.partition(List.of(0), List.of(1));
        world.run(BOUND);
        assertThat(masters()).containsExactly(0, 1);
        world.heal();
        world.run(SECOND.plusMillis(30));
        assertThat(masters()).as("10.0.0.2 is greater. " + where(seed)).containsExactly(1);
    }

    @Test
    void shouldStayTogetherThoughEveryThirdPacketArrives(@Seed long seed) {
        build(seed, 200, 100);
        world.run(BOUND);
        int[] sent = {0};
        dropping = () -> sent[0]++ % 3 != 0;
        for (int i = 0; i < 600; i++) {
            world.run(Duration.ofMillis(100));
            assertThat(masters()).as("at %s. %s", world.now(), where(seed)).containsExactly(0);
        }
    }

    @Test
    void shouldLetTheBestOfManySpeakFirst(@Seed long seed) {
        build(seed, 100, 250, 150, 200, 50);
        world.run(BOUND);
        assertThat(masters()).containsExactly(1);
        world.crash(1);
        boolean ever = world.runUntil(() -> !masters().isEmpty(), BOUND);
        assertThat(ever).as("somebody takes over. " + where(seed)).isTrue();
        assertThat(masters()).as("the skew is shorter for the better").containsExactly(3);
    }

    @Test
    void shouldBeQuickAfterAFarewell(@Seed long seed) {
        build(seed, 200, 100);
        world.run(BOUND);
        router(0).stop();
        Duration gap = Timing.skew(100, SECOND).plusMillis(20);
        assertThat(world.runUntil(() -> router(1).held(), gap)).as(where(seed)).isTrue();
        assertThat(router(0).held()).isFalse();
    }

    /** Whatever happened before: when it is calm for a while there is one master, the best. */
    @Test
    void shouldHaveOneMasterSoonAfterEveryStorm(@Seed long seed) {
        for (int run = 0; run < 400; run++) {
            oneMasterAfterAStorm(seed + run);
        }
    }

    private void oneMasterAfterAStorm(long seed) {
        var random = new Random(seed);
        int nodes = 2 + random.nextInt(3);
        boolean preempt = random.nextBoolean();
        int[] priorities =
                IntStream.range(0, nodes).map(node -> 50 + 50 * random.nextInt(3)).toArray();
        build(seed, preempt, priorities);
        for (int i = 0; i < 12; i++) {
            trouble(random, nodes);
            world.run(Duration.ofMillis(random.nextInt(5_000)));
        }
        world.heal();
        loss = 0;
        IntStream.range(0, nodes).forEach(world::restart);
        world.run(BOUND);
        List<Integer> after = masters();
        String story =
                "preempt %s, priorities %s, %s"
                        .formatted(preempt, Arrays.toString(priorities), where(seed));
        assertThat(after).as(story).hasSize(1);
        int best = IntStream.of(priorities).max().orElseThrow();
        if (preempt) {
            assertThat(priorities[after.get(0)]).as(story).isEqualTo(best);
        }
        for (int i = 0; i < 50; i++) {
            world.run(Duration.ofMillis(200));
            assertThat(masters()).as("it stays so: " + story).isEqualTo(after);
        }
    }

    private void trouble(Random random, int nodes) {
        int one = random.nextInt(nodes);
        switch (random.nextInt(6)) {
            case 0 -> world.crash(one);
            case 1 -> world.restart(one);
            case 2 -> world.partition(List.of(one)); // and all others alone, too
            case 3 -> world.heal();
            case 4 -> loss = random.nextDouble();
            default -> {
                if (world.isUp(one)) {
                    router(one).stop();
                    world.crash(one);
                }
            }
        }
    }

    private void build(long seed, int... priorities) {
        build(seed, true, priorities);
    }

    private void build(long seed, boolean preempt, int... priorities) {
        var dice = new Random(seed);
        nodes = priorities.length;
        loss = 0;
        dropping = () -> dice.nextDouble() < loss;
        world =
                new World<>(
                        seed,
                        priorities.length,
                        Weather.fair(),
                        machine ->
                                new SimulatedRouter(
                                        machine,
                                        Routers.settings(priorities[machine.id()], SECOND, preempt),
                                        () -> dropping.getAsBoolean()));
    }

    private SimulatedRouter router(int id) {
        return (SimulatedRouter) world.node(id).orElseThrow();
    }

    /** Those that live and have the address. */
    private List<Integer> masters() {
        return IntStream.range(0, nodes)
                .filter(world::isUp)
                .filter(id -> router(id).held())
                .boxed()
                .toList();
    }

    private static String where(long seed) {
        return "seed " + seed;
    }
}
