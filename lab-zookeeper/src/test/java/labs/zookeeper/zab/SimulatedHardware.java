package labs.zookeeper.zab;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import labs.kit.sim.Machine;

/** A machine of the kit as the chapter's. */
class SimulatedHardware implements ZabMachine, ZabDisk {
    private final Machine<ZabMessage> machine;

    SimulatedHardware(Machine<ZabMessage> machine) {
        this.machine = machine;
    }

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
