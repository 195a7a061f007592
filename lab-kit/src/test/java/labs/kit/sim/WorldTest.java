package labs.kit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import labs.kit.LabTest;
import labs.kit.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(60)
class WorldTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Counts on its disk how often it was up, and answers "ping" with "pong". */
    private static final class Echo implements Node<String> {
        private final Machine<String> machine;
        private final List<String> received = new ArrayList<>();
        private final boolean syncs;

        Echo(Machine<String> machine, boolean syncs) {
            this.machine = machine;
            this.syncs = syncs;
        }

        int starts() {
            return (Integer) machine.disk().read("starts").orElse(0);
        }

        @Override
        public void start() {
            machine.disk().write("starts", starts() + 1);
            if (syncs) {
                machine.disk().sync();
            }
            machine.timer("tick", Duration.ofMillis(100));
        }

        @Override
        public void receive(int from, String message) {
            received.add(from + ":" + message);
            if (message.startsWith("ping")) {
                machine.send(from, message.replace("ping", "pong"));
            }
        }

        @Override
        public void timeout(String timer) {
            machine.nodes().forEach(node -> machine.send(node, "tick"));
            machine.timer("tick", Duration.ofMillis(100));
        }

        @Override
        public Object state() {
            return received;
        }
    }

    private static World<String> world(long seed, Weather weather) {
        return new World<>(seed, 3, weather, machine -> new Echo(machine, true));
    }

    @Test
    void shouldBehaveAlikeToTheLastMessageUnderOneSeed(@Seed long seed) {
        assertThat(story(seed)).isEqualTo(story(seed));
        assertThat(story(seed)).isNotEqualTo(story(seed + 1));
    }

    private static List<TraceEvent> story(long seed) {
        World<String> world = world(seed, Weather.stormy());
        world.schedule(Duration.ofMillis(300), () -> world.crash(1));
        world.schedule(Duration.ofMillis(600), () -> world.restart(1));
        world.schedule(Duration.ofMillis(700), () -> world.partition(Set.of(0), Set.of(1, 2)));
        world.run(SECOND);
        return world.trace();
    }

    @Test
    void shouldDeliverWithinTheTimesOfTheWeather(@Seed long seed) {
        World<String> world = world(seed, Weather.fair());
        world.send(0, 1, "ping");

        assertThat(world.runUntil(() -> received(world, 0).contains("1:pong"), SECOND)).isTrue();
        assertThat(world.now()).isBetween(Duration.ofMillis(2), Duration.ofMillis(20));
    }

    @Test
    void shouldLoseDoubleAndReorderInAStorm(@Seed long seed) {
        World<String> world = world(seed, Weather.stormy());
        for (int i = 0; i < 1_000; i++) {
            world.send(0, 1, "m" + i);
        }
        world.run(SECOND);

        List<String> got = received(world, 1).stream().filter(m -> m.startsWith("0:m")).toList();
        assertThat(new HashSet<>(got)).hasSizeBetween(800, 970);
        assertThat(got.size() - new HashSet<>(got).size()).as("came twice").isBetween(40, 160);
        assertThat(got).isNotEqualTo(got.stream().sorted().toList());
    }

    @Test
    void shouldKeepAcrossACrashOnlyWhatWasSynced(@Seed long seed) {
        World<String> world = world(seed, Weather.fair());
        world.crash(1);
        assertThat(world.isUp(1)).isFalse();
        world.restart(1);

        Echo node = (Echo) world.node(1).orElseThrow();
        assertThat(node.starts()).as("the first start was synced").isEqualTo(2);
        assertThat(node.received).as("memory is gone").isEmpty();
    }

    @Test
    void shouldLoseWhatWasNotSyncedInSomeCrash() {
        Set<Integer> starts = new HashSet<>();
        for (long seed = 0; seed < 50; seed++) {
            var world = new World<String>(seed, 1, Weather.fair(), m -> new Echo(m, false));
            world.crash(0);
            world.restart(0);
            starts.add(((Echo) world.node(0).orElseThrow()).starts());
        }
        assertThat(starts)
                .as("lost in some crashes, kept in others")
                .containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void shouldLetNothingThroughAPartitionUntilItHeals(@Seed long seed) {
        World<String> world = world(seed, Weather.fair());
        world.send(0, 1, "on its way");
        world.partition(Set.of(0), Set.of(1, 2));
        world.send(0, 1, "cut");
        world.send(2, 1, "beside");
        world.run(Duration.ofMillis(50));
        assertThat(received(world, 1)).containsExactly("2:beside");

        world.heal();
        world.send(0, 1, "healed");
        world.run(Duration.ofMillis(50));
        assertThat(received(world, 1)).contains("0:healed").doesNotContain("0:cut", "0:on its way");
    }

    @Test
    void shouldNotRingTimersOfALifeBeforeTheCrash(@Seed long seed) {
        World<String> world = world(seed, Weather.fair());
        world.crash(0);
        world.run(SECOND);

        assertThat(world.trace())
                .filteredOn(event -> event instanceof TraceEvent.Mark mark && mark.node() == 0)
                .extracting(event -> ((TraceEvent.Mark) event).text())
                .containsExactly("crash");
    }

    private static List<String> received(World<String> world, int node) {
        return ((Echo) world.node(node).orElseThrow()).received;
    }
}
