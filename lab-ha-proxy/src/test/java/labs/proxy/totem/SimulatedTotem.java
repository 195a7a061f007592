package labs.proxy.totem;

import java.time.Duration;
import java.util.List;
import labs.kit.sim.Machine;
import labs.kit.sim.Node;

/** A node on a machine of the kit; somebody looks at it after every event. */
final class SimulatedTotem implements Node<TotemMessage>, TotemMachine {
    /** The network between the node and the world's. */
    interface Line {
        /** How many copies of the message are sent: usually one. */
        int copies(int from, int to, TotemMessage message);
    }

    private static final String NUMBER = "number";

    private final Machine<TotemMessage> machine;
    private final Line line;
    private final Runnable look;
    private final Journal journal;
    private final TotemNode totem;

    SimulatedTotem(
            Machine<TotemMessage> machine,
            Line line,
            Runnable look,
            Journal journal,
            Times times,
            boolean tieBreaker) {
        this.machine = machine;
        this.line = line;
        this.look = look;
        this.journal = journal;
        this.totem = new TotemNode(this, journal, times, tieBreaker);
    }

    TotemNode totem() {
        return totem;
    }

    Journal journal() {
        return journal;
    }

    @Override
    public void start() {
        totem.start();
        look.run();
    }

    @Override
    public void receive(int from, TotemMessage message) {
        totem.receive(from, message);
        look.run();
    }

    @Override
    public void timeout(String timer) {
        totem.timeout(timer);
        look.run();
    }

    @Override
    public Object state() {
        return totem.phase();
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
    public Duration now() {
        return machine.now();
    }

    @Override
    public void send(int to, TotemMessage message) {
        for (int copies = line.copies(machine.id(), to, message); copies > 0; copies--) {
            machine.send(to, message);
        }
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
    public long storedNumber() {
        return (Long) machine.disk().read(NUMBER).orElse(0L);
    }

    @Override
    public void storeNumber(long number) {
        machine.disk().write(NUMBER, number);
        machine.disk().sync();
    }
}
