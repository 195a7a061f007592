package labs.zookeeper.zab;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import labs.kit.sim.Machine;
import labs.kit.sim.Node;

/** The counter and its node on a simulated machine; somebody looks at it after every event. */
final class SimulatedZab implements Node<ZabMessage> {
    /** Looks at a node after each thing that happened to it. */
    interface Watcher {
        void look(int id, ZabNode node);
    }

    private final int id;
    private final Watcher watcher;
    private final ReplicatedCounter counter;

    SimulatedZab(ZabMachine machine, Watcher watcher) {
        this.id = machine.id();
        this.watcher = watcher;
        this.counter = new ReplicatedCounter(machine);
    }

    SimulatedZab(Machine<ZabMessage> machine, Watcher watcher) {
        this(new Hardware(machine), watcher);
    }

    ReplicatedCounter counter() {
        return counter;
    }

    ZabNode zab() {
        return counter.node();
    }

    @Override
    public void start() {
        zab().start();
        watcher.look(id, zab());
    }

    @Override
    public void receive(int from, ZabMessage message) {
        zab().receive(from, message);
        watcher.look(id, zab());
    }

    @Override
    public void timeout(String timer) {
        zab().timeout(timer);
        watcher.look(id, zab());
    }

    @Override
    public Object state() {
        return zab().state();
    }

    /** A machine of the kit as the chapter's. */
    record Hardware(Machine<ZabMessage> machine) implements ZabMachine, ZabDisk {
        @Override
        public int id() {
            return machine.id();
        }

        @Override
        public List<Integer> nodes() {
            return machine.nodes();
        }

        @Override
        public void send(int to, ZabMessage message) {
            machine.send(to, message);
        }

        @Override
        public void timer(String name, Duration after) {
            machine.timer(name, after);
        }

        @Override
        public void cancel(String name) {
            machine.cancel(name);
        }

        @Override
        public ZabDisk disk() {
            return this;
        }

        @Override
        public void write(String key, Serializable value) {
            machine.disk().write(key, value);
        }

        @Override
        public Optional<Object> read(String key) {
            return machine.disk().read(key);
        }

        @Override
        public void sync() {
            machine.disk().sync();
        }
    }
}
