package labs.zookeeper.zab;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import labs.kit.sim.Machine;
import labs.kit.sim.Node;
import labs.zookeeper.zab.ZabMessage.Notification;
import labs.zookeeper.zab.ZabMessage.Stage;

/**
 * A node whose elections are events of their own: "elect 2" may happen to anybody at any time while
 * it looks. What else only repeats what was said is left out, to keep the search small.
 */
final class OracleZab implements Node<ZabMessage> {
    /** What a node had on its disk when all began, and whom the first election names to it. */
    record Past(
            long promised, int to, long epoch, List<Transaction> log, Optional<Integer> elects) {
        Past(long promised, int to, long epoch, List<Transaction> log) {
            this(promised, to, epoch, log, Optional.empty());
        }

        Past electing(int leader) {
            return new Past(promised, to, epoch, log, Optional.of(leader));
        }
    }

    private final Machine<ZabMessage> machine;
    private final ReplicatedCounter counter;
    private final Optional<Integer> elects;

    OracleZab(Machine<ZabMessage> machine, Past past) {
        this.machine = machine;
        var hardware = new Quiet(machine);
        boolean first = machine.disk().read("began").isEmpty();
        if (first) {
            live(hardware, past);
        }
        this.elects = first ? past.elects() : Optional.empty();
        this.counter = new ReplicatedCounter(hardware);
    }

    private static void live(ZabDisk disk, Past past) {
        disk.write("began", true);
        var replica = new Replica(disk, new Nobody());
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

    /** A machine without the election's messages, and whose only timer is that of patience. */
    private static final class Quiet extends SimulatedHardware {
        Quiet(Machine<ZabMessage> machine) {
            super(machine);
        }

        @Override
        public void send(int to, ZabMessage message) {
            if (!(message instanceof Notification)) {
                super.send(to, message);
            }
        }

        @Override
        public void timer(String name, Duration after) {
            if (name.equals(Follower.SILENCE)) {
                super.timer(name, after);
            }
        }
    }

    /** Nothing was delivered yet when the disk was written. */
    private static final class Nobody implements Application {
        @Override
        public void deliver(Transaction transaction) {}

        @Override
        public void leads() {}

        @Override
        public void leadsNoMore() {}
    }
}
