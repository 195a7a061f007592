package labs.zookeeper.zab;

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
        this(new SimulatedHardware(machine), watcher);
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
}
