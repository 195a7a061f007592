package labs.zookeeper.zab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import labs.kit.evidence.Diagrams;
import labs.kit.sim.Weather;
import labs.kit.sim.World;

/** Some nodes of ZAB in a simulated world, with the invariants checked after every event. */
final class ZabCluster {
    private static final Duration LONG = Duration.ofSeconds(30);
    private final long seed;
    private final int nodes;
    private final World<ZabMessage> world;
    private final ZabInvariants invariants = new ZabInvariants();

    ZabCluster(long seed, int nodes, Weather weather) {
        this(seed, nodes, weather, (id, node) -> {});
    }

    /**
     * @param onlooker looks at each node after the invariants do
     */
    ZabCluster(long seed, int nodes, Weather weather, SimulatedZab.Watcher onlooker) {
        this.seed = seed;
        this.nodes = nodes;
        SimulatedZab.Watcher both =
                (id, node) -> {
                    invariants.look(id, node);
                    onlooker.look(id, node);
                };
        this.world = new World<>(seed, nodes, weather, machine -> new SimulatedZab(machine, both));
    }

    World<ZabMessage> world() {
        return world;
    }

    ZabInvariants invariants() {
        return invariants;
    }

    List<Integer> all() {
        return IntStream.range(0, nodes).boxed().toList();
    }

    List<Integer> allBut(int id) {
        return all().stream().filter(other -> other != id).toList();
    }

    Optional<ReplicatedCounter> counter(int id) {
        return world.node(id).map(node -> ((SimulatedZab) node).counter());
    }

    ZabNode zab(int id) {
        return counter(id).orElseThrow().node();
    }

    /** The nodes that believe to be primary; more than one while an old one has not noticed. */
    List<Integer> primaries() {
        return all().stream()
                .filter(id -> counter(id).map(c -> c.node().isPrimary()).orElse(false))
                .toList();
    }

    /** Waits for a primary among these, which is not looking at anybody else's. */
    int awaitPrimaryAmong(List<Integer> candidates) {
        await(
                "one of " + candidates + " becomes the primary",
                () -> primaries().stream().anyMatch(candidates::contains));
        return primaries().stream().filter(candidates::contains).findFirst().orElseThrow();
    }

    int awaitPrimary() {
        return awaitPrimaryAmong(all());
    }

    /** Adds on that node; 0 reads. */
    CompletableFuture<Long> call(int id, long summand) {
        ReplicatedCounter counter = counter(id).orElseThrow();
        var answer = summand == 0 ? counter.read() : counter.add(summand);
        invariants.look(id, counter.node()); // what it broadcast counts, even if it crashes next
        return answer;
    }

    /** Adds on that primary, and waits until it is done. */
    long add(int primary, long summand) {
        var sum = call(primary, summand);
        await("the sum on node " + primary + " is delivered", sum::isDone);
        return sum.join();
    }

    /** Waits until all nodes that are up were delivered the same, up to this value. */
    void awaitValueEverywhere(long value) {
        await(
                "every node is delivered " + value,
                () ->
                        all().stream()
                                .flatMap(id -> counter(id).stream())
                                .allMatch(counter -> counter.peek() == value));
    }

    void await(String what, BooleanSupplier condition) {
        watched(
                () ->
                        assertThat(world.runUntil(condition, LONG))
                                .as("within %s: %s", LONG, what)
                                .isTrue());
    }

    void run(Duration time) {
        watched(() -> world.run(time));
    }

    /** Runs a part of the story; if it goes wrong, draws what happened. */
    void watched(Runnable part) {
        try {
            part.run();
        } catch (AssertionError | RuntimeException wrong) {
            throw new AssertionError(
                    wrong.getMessage() + "\nseed " + seed + ", drawn in " + draw(wrong), wrong);
        }
    }

    private Path draw(Throwable wrong) {
        var diagram =
                Diagrams.of("ZAB, seed " + seed, nodes, world.trace())
                        .fact(String.valueOf(wrong.getMessage()))
                        .fact("seed " + seed)
                        .fact(replay());
        return Diagrams.write(diagram, Path.of("target", "evidence", "zab-" + seed + ".html"));
    }

    private String replay() {
        String test =
                StackWalker.getInstance()
                        .walk(
                                frames ->
                                        frames.map(StackWalker.StackFrame::getClassName)
                                                .filter(name -> name.endsWith("Test"))
                                                .map(
                                                        name ->
                                                                name.substring(
                                                                        name.lastIndexOf('.') + 1))
                                                .findFirst())
                        .orElse("Zab*");
        return "mvn test -pl lab-zookeeper -am -Dtest=%s -Dlab.seed=%d -Dsurefire.failIfNoSpecifiedTests=false"
                .formatted(test, seed);
    }
}
