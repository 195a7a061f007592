package labs.memory.grid;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import labs.kit.sim.Machine;

/** A machine of the kit as the grid's; the first ones are members, the others clients. */
record SimulatedMachine(Machine<GridMessage> machine, int members) implements GridMachine {
    @Override
    public int id() {
        return machine.id();
    }

    @Override
    public List<Integer> nodes() {
        return IntStream.range(0, members).boxed().toList();
    }

    @Override
    public Duration now() {
        return machine.now();
    }

    @Override
    public void send(int to, GridMessage message) {
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
    public RandomGenerator random() {
        return machine.random();
    }
}
