package labs.proxy.totem;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import labs.kit.sim.Weather;
import labs.kit.sim.World;
import labs.proxy.totem.TotemMessage.Data;

/** Nodes in virtual time, a network that loses and doubles as it is told, and a judge. */
final class TotemCluster {
    private static final Weather NETWORK =
            new Weather(Duration.ofMillis(1), Duration.ofMillis(20), 0, 0);

    private static final int LOOK_MILLIS = 5;

    private final int nodes;
    private final Random dice;
    private final List<Journal> journals = new ArrayList<>(); // of all lives
    private final Map<Integer, Integer> lives = new HashMap<>();
    private final Map<List<Object>, Data> everywhere = new HashMap<>();
    private final World<TotemMessage> world;
    private SimulatedTotem.Line line = (from, to, message) -> 1;
    private double loss;
    private double duplication;
    private long primaries; // looks that found one

    TotemCluster(long seed, int nodes, boolean tieBreaker) {
        this(seed, nodes, Times.standard(), tieBreaker);
    }

    TotemCluster(long seed, int nodes, Times times, boolean tieBreaker) {
        this.nodes = nodes;
        this.dice = new Random(seed);
        this.world =
                new World<>(
                        seed,
                        nodes,
                        NETWORK,
                        machine ->
                                new SimulatedTotem(
                                        machine,
                                        this::copies,
                                        this::look,
                                        newJournal(machine.id()),
                                        times,
                                        tieBreaker));
    }

    private Journal newJournal(int node) {
        var journal = new Journal(node, lives.merge(node, 1, Integer::sum), everywhere);
        journals.add(journal);
        return journal;
    }

    private int copies(int from, int to, TotemMessage message) {
        if (from != to && dice.nextDouble() < loss) {
            return 0;
        }
        int copies = line.copies(from, to, message);
        return dice.nextDouble() < duplication ? 2 * copies : copies;
    }

    World<TotemMessage> world() {
        return world;
    }

    List<Journal> journals() {
        return journals;
    }

    /** Decides about each message that is sent. */
    void line(SimulatedTotem.Line decides) {
        line = decides;
    }

    void weather(double lost, double doubled) {
        loss = lost;
        duplication = doubled;
    }

    void run(long millis) {
        world.run(Duration.ofMillis(millis));
    }

    /** Lets time pass until the condition holds, at most so much; looks every few milliseconds. */
    boolean runUntil(BooleanSupplier condition, long millis) {
        for (long passed = 0; passed < millis && !condition.getAsBoolean(); passed += LOOK_MILLIS) {
            run(LOOK_MILLIS);
        }
        return condition.getAsBoolean();
    }

    void crash(int node) {
        if (world.isUp(node)) {
            simulated(node).journal().dies();
            world.crash(node);
        }
    }

    void submit(int node, boolean safe) {
        if (world.isUp(node)) {
            SimulatedTotem here = simulated(node);
            here.totem().submit(here.journal().nextContent(), safe);
        }
    }

    TotemNode node(int node) {
        return simulated(node).totem();
    }

    Journal journal(int node) {
        return simulated(node).journal();
    }

    private SimulatedTotem simulated(int node) {
        return (SimulatedTotem) world.node(node).orElseThrow();
    }

    Stream<Integer> up() {
        return IntStream.range(0, nodes).boxed().filter(world::isUp);
    }

    /** Whether all nodes that are up work on one ring, which is all of them. */
    boolean isOneRing() {
        Set<Integer> all = new HashSet<>(up().toList());
        return up().allMatch(
                                node ->
                                        node(node).phase() == TotemNode.Phase.OPERATIONAL
                                                && node(node).members().equals(all))
                && up().map(node -> node(node).ring()).distinct().count() == 1;
    }

    /** Whether each that is up has delivered all that it was given. */
    boolean allDelivered() {
        return up().map(this::journal).allMatch(each -> each.seen().containsAll(each.submitted()));
    }

    /** How often somebody looked and found a primary component. */
    long primaries() {
        return primaries;
    }

    /** The rings that may act now. */
    Set<RingId> primaryRings() {
        var rings = new HashSet<RingId>();
        up().filter(node -> node(node).isPrimary()).forEach(node -> rings.add(node(node).ring()));
        return rings;
    }

    /** After each event. */
    private void look() {
        if (world == null) {
            return; // the first start of all nodes
        }
        RingId found = null;
        for (int node = 0; node < nodes; node++) { // after each event: no streams
            if (world.isUp(node) && node(node).isPrimary()) {
                RingId ring = node(node).ring();
                if (found != null && !found.equals(ring)) {
                    throw new AssertionError(
                            "two primary components at %s: %s and %s"
                                    .formatted(world.now(), found, ring));
                }
                found = ring;
            }
        }
        primaries += found == null ? 0 : 1;
    }
}
