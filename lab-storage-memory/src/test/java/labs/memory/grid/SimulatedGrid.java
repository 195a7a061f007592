package labs.memory.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import labs.kit.sim.Machine;
import labs.kit.sim.Node;
import labs.kit.sim.Weather;
import labs.kit.sim.World;

/** Some members and clients of a grid in a simulated world; the members found a cluster first. */
final class SimulatedGrid {
    static final int CLIENTS = 4;
    private static final Duration LONG = Duration.ofMinutes(3);
    private final int members;
    private final GridConfig config;
    private final World<GridMessage> world;

    /** A member on a machine. */
    record MemberOn(GridNode grid) implements Node<GridMessage> {
        @Override
        public void start() {
            grid.start();
        }

        @Override
        public void receive(int from, GridMessage message) {
            grid.receive(from, message);
        }

        @Override
        public void timeout(String timer) {
            grid.timeout(timer);
        }

        @Override
        public Object state() {
            return grid.table();
        }
    }

    /** A client on a machine. */
    record ClientOn(GridClient client) implements Node<GridMessage> {
        @Override
        public void start() {
            client.start();
        }

        @Override
        public void receive(int from, GridMessage message) {
            client.receive(from, message);
        }

        @Override
        public void timeout(String timer) {
            client.timeout(timer);
        }

        @Override
        public Object state() {
            return client;
        }
    }

    SimulatedGrid(long seed, int members, GridConfig config) {
        this(seed, members, config, Weather.fair(), false);
    }

    /**
     * @param near whether the clients have a near cache
     */
    SimulatedGrid(long seed, int members, GridConfig config, Weather weather, boolean near) {
        this.members = members;
        this.config = config;
        this.world = new World<>(seed, members + CLIENTS, weather, machine -> on(machine, near));
        settle();
    }

    private Node<GridMessage> on(Machine<GridMessage> real, boolean near) {
        var machine = new SimulatedMachine(real, members);
        if (real.id() < members) {
            return new MemberOn(new GridNode(machine, config));
        }
        var client = new GridClient(machine, config);
        return new ClientOn(near ? client.withNearCache() : client);
    }

    World<GridMessage> world() {
        return world;
    }

    GridNode member(int id) {
        return ((MemberOn) world.node(id).orElseThrow()).grid();
    }

    GridClient client(int number) {
        return ((ClientOn) world.node(members + number).orElseThrow()).client();
    }

    List<Integer> up() {
        return IntStream.range(0, members).filter(world::isUp).boxed().toList();
    }

    int coordinator() {
        return up().stream().filter(id -> member(id).isCoordinator()).findFirst().orElseThrow();
    }

    int ownerOf(String key) {
        PartitionTable table = member(coordinator()).table();
        return table.replicas(table.partitionOf(key)).owner().node();
    }

    /** Waits until all who are up are in one cluster, and each partition has all its backups. */
    void settle() {
        await("all members are in one cluster, and nothing moves", () -> isSettled(up()));
    }

    boolean isSettled(List<Integer> ids) {
        PartitionTable first = member(ids.get(0)).table();
        return first.members().size() == ids.size()
                && first.isSettled(config.backups())
                && ids.stream().allMatch(id -> member(id).table().version().equals(first.version()))
                && ids.stream()
                        .allMatch(id -> member(id).table().members().equals(first.members()));
    }

    void await(String what, BooleanSupplier condition) {
        assertThat(world.runUntil(condition, LONG))
                .as("within %s: %s; it is %s", LONG, what, world.now())
                .isTrue();
    }

    /** Splits the world: these members and clients on one side, the others on the other. */
    void split(List<Integer> small, List<Integer> clientsOfSmall) {
        List<Integer> one =
                Stream.concat(small.stream(), clientsOfSmall.stream().map(c -> members + c))
                        .toList();
        List<Integer> other =
                IntStream.range(0, members + CLIENTS)
                        .boxed()
                        .filter(id -> !one.contains(id))
                        .toList();
        world.partition(one, other);
    }

    /** Waits for what a call comes to. */
    Optional<String> call(int client, Operation operation) {
        CompletableFuture<Optional<String>> answer = client(client).call(operation);
        await("an answer to " + operation, answer::isDone);
        return answer.join();
    }

    Optional<String> put(int client, String key, String value) {
        return call(client, new Operation.Put(key, value));
    }

    Optional<String> get(int client, String key) {
        return call(client, new Operation.Get(key));
    }

    /** What each member holds of a key. */
    Map<Integer, String> copies(String key) {
        var copies = new HashMap<Integer, String>();
        for (int id : up()) {
            member(id).entry(key).ifPresent(entry -> copies.put(id, entry.value()));
        }
        return copies;
    }

    List<String> fill(int entries) {
        var keys = new ArrayList<String>();
        for (int i = 0; i < entries; i++) {
            keys.add("key " + i);
            put(0, "key " + i, "value " + i);
        }
        return keys;
    }
}
