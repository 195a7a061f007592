package labs.zookeeper.zab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import labs.kit.sim.Explorer;
import labs.kit.sim.Machine;
import labs.kit.sim.Node;
import labs.zookeeper.zab.ZabMessage.Notification;
import labs.zookeeper.zab.ZabMessage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every order of events on three nodes, to a depth. The election may name anybody to anybody here:
 * it is for liveness, and safety must not depend on it. To come to the interesting part within the
 * depth, the disks hold a past.
 */
@Timeout(30)
class ZabExhaustiveTest {
    private static final Zxid FIRST = new Zxid(1, 1);
    private static final Transaction COMMITTED = new Transaction(FIRST, 5);
    private static final Transaction LOST = new Transaction(new Zxid(1, 2), 100);

    /** What a node had on its disk when all began, and whom the first election names to it. */
    private record Past(
            long promised, int to, long epoch, List<Transaction> log, Optional<Integer> elects) {
        Past(long promised, int to, long epoch, List<Transaction> log) {
            this(promised, to, epoch, log, Optional.empty());
        }

        Past electing(int leader) {
            return new Past(promised, to, epoch, log, Optional.of(leader));
        }
    }

    /** A node whose elections are events of their own: "elect 2". */
    private static final class Oracle implements Node<ZabMessage> {
        private final Machine<ZabMessage> machine;
        private final ReplicatedCounter counter;
        private final Optional<Integer> elects;

        Oracle(Machine<ZabMessage> machine, Past past) {
            this.machine = machine;
            var hardware = new Chosen(machine);
            boolean first = machine.disk().read("began").isEmpty();
            if (first) {
                live(hardware, past);
            }
            this.elects = first ? past.elects() : Optional.empty();
            this.counter = new ReplicatedCounter(hardware);
        }

        private static void live(ZabDisk disk, Past past) {
            disk.write("began", true);
            var replica = new Replica(disk, new ReplicatedCounter(new Nothing()));
            replica.promise(new Promise(past.promised(), past.to()));
            replica.synchronise(past.epoch(), new Suffix(Zxid.ZERO, past.log()));
        }

        ZabNode zab() {
            return counter.node();
        }

        @Override
        public void start() {
            zab().start();
            elects.ifPresent(this::elect);
            offerChoices();
        }

        @Override
        public void receive(int from, ZabMessage message) {
            zab().receive(from, message);
            offerChoices();
        }

        @Override
        public void timeout(String timer) {
            if (timer.startsWith("elect")) {
                elect(Integer.parseInt(timer.substring(6)));
            } else if (timer.equals("client")) {
                counter.add(1);
            } else {
                zab().timeout(timer);
            }
            offerChoices();
        }

        private void elect(int leader) {
            zab().elected(new Vote(leader, 0, Zxid.ZERO), 1);
        }

        private void offerChoices() {
            for (int leader : machine.nodes()) {
                if (zab().stage() == Stage.LOOKING) {
                    machine.timer("elect " + leader, Duration.ZERO);
                } else {
                    machine.cancel("elect " + leader);
                }
            }
            if (zab().isPrimary() && zab().log().size() < 3) {
                machine.timer("client", Duration.ZERO);
            } else {
                machine.cancel("client");
            }
        }

        @Override
        public Object state() {
            return zab().state();
        }
    }

    /** A machine without the election's messages and without what is said twice. */
    private record Chosen(SimulatedZab.Hardware real) implements ZabMachine, ZabDisk {
        Chosen(Machine<ZabMessage> machine) {
            this(new SimulatedZab.Hardware(machine));
        }

        @Override
        public int id() {
            return real.id();
        }

        @Override
        public List<Integer> nodes() {
            return real.nodes();
        }

        @Override
        public void send(int to, ZabMessage message) {
            if (!(message instanceof Notification)) {
                real.send(to, message);
            }
        }

        @Override
        public void timer(String name, Duration after) {
            if (name.equals(Follower.SILENCE)) {
                real.timer(name, after);
            }
        }

        @Override
        public void cancel(String name) {
            real.cancel(name);
        }

        @Override
        public ZabDisk disk() {
            return this;
        }

        @Override
        public void write(String key, Serializable value) {
            real.write(key, value);
        }

        @Override
        public Optional<Object> read(String key) {
            return real.read(key);
        }

        @Override
        public void sync() {
            real.sync();
        }
    }

    /** An empty machine, on which nothing happens. */
    private record Nothing() implements ZabMachine, ZabDisk {
        @Override
        public int id() {
            return 0;
        }

        @Override
        public List<Integer> nodes() {
            return List.of(0);
        }

        @Override
        public void send(int to, ZabMessage message) {}

        @Override
        public void timer(String name, Duration after) {}

        @Override
        public void cancel(String name) {}

        @Override
        public ZabDisk disk() {
            return this;
        }

        @Override
        public void write(String key, Serializable value) {}

        @Override
        public Optional<Object> read(String key) {
            return Optional.empty();
        }

        @Override
        public void sync() {}
    }

    private static void explore(int depth, int crashes, List<Past> pasts) {
        var explorer =
                new Explorer<ZabMessage>(
                        3,
                        depth,
                        crashes,
                        40_000,
                        machine -> new Oracle(machine, pasts.get(machine.id())));
        var result = explorer.search(ZabExhaustiveTest::holds);

        assertThat(result.counterexample()).as("the shortest way to a broken promise").isEmpty();
        assertThat(result.states()).isGreaterThan(1_000);
    }

    private static boolean holds(List<Node<ZabMessage>> nodes) {
        List<ZabNode> all = nodes.stream().map(node -> ((Oracle) node).zab()).toList();
        return nobodyPartsWithAnother(all) && primariesHaveWhatIsCommitted(all);
    }

    /** Of any two nodes, what the one delivered is a beginning of what the other did. */
    private static boolean nobodyPartsWithAnother(List<ZabNode> nodes) {
        var longest = new ArrayList<Transaction>();
        for (ZabNode node : nodes) {
            List<Transaction> its = node.delivered();
            int common = Math.min(its.size(), longest.size());
            if (!its.subList(0, common).equals(longest.subList(0, common))) {
                return false;
            }
            longest.addAll(its.subList(common, its.size()));
        }
        return true;
    }

    /** One primary an epoch; and each begins with the transaction that was committed before. */
    private static boolean primariesHaveWhatIsCommitted(List<ZabNode> nodes) {
        Map<Long, ZabNode> primaries = new HashMap<>();
        return nodes.stream()
                .filter(ZabNode::isPrimary)
                .allMatch(
                        node ->
                                node.delivered().contains(COMMITTED)
                                        && primaries.put(node.nextZxid().epoch(), node) == null);
    }

    @Test
    void shouldKeepWhatAMajorityHasThoughTheWrongOneIsElected() {
        // Node 0 slept through the commit; 1 and 2 have it.
        explore(
                8,
                0,
                List.of(
                        new Past(1, 2, 1, List.of()),
                        new Past(1, 2, 1, List.of(COMMITTED)),
                        new Past(1, 2, 1, List.of(COMMITTED))));
    }

    @Test
    void shouldPreferTheNewerEpochToTheLongerLog() {
        // Node 0 led epoch 1 and has what it told nobody; 1 and 2 went on in epoch 2.
        explore(
                8,
                0,
                List.of(
                        new Past(1, 0, 1, List.of(COMMITTED, LOST)),
                        new Past(2, 2, 2, List.of(COMMITTED)),
                        new Past(2, 2, 2, List.of(COMMITTED))));
    }

    @Test
    void shouldKeepWhatWasCommittedThoughNodesCrash() {
        // Node 2 is about to lead again, with 1 alone; then anything may happen, two crashes too.
        explore(
                8,
                2,
                List.of(
                        new Past(1, 2, 1, List.of()).electing(0),
                        new Past(1, 2, 1, List.of(COMMITTED)).electing(2),
                        new Past(1, 2, 1, List.of(COMMITTED)).electing(2)));
    }
}
