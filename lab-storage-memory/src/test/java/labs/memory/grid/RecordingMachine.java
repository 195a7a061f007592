package labs.memory.grid;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A machine that keeps what was sent; its clock goes when somebody turns it. */
final class RecordingMachine implements GridMachine {
    private final List<Sent> sent = new ArrayList<>();

    private Duration now = Duration.ZERO;

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** A message and where it went. */
    record Sent(int to, GridMessage message) {}

    /** What was sent to that node since somebody looked last. */
    List<GridMessage> takeSentTo(int node) {
        var messages = sent.stream().filter(one -> one.to() == node).map(Sent::message).toList();
        sent.removeIf(one -> one.to() == node);
        return messages;
    }

    @Override
    public int id() {
        return 0;
    }

    @Override
    public List<Integer> nodes() {
        return List.of(0, 1, 2);
    }

    @Override
    public Duration now() {
        return now;
    }

    @Override
    public void send(int to, GridMessage message) {
        sent.add(new Sent(to, message));
    }

    @Override
    public void timer(String name, Duration after) {}

    @Override
    public void cancel(String name) {}

    @Override
    public RandomGenerator random() {
        return new SplittableRandom(1);
    }
}
