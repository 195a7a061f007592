package labs.zookeeper.zab;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Who waits for a majority to say that it still follows this leader. Each ping has a number; what
 * was asked before a ping went out is confirmed when a majority has answered it or a later one.
 */
final class Confirmations {
    private record Waiting(long round, Runnable then) {}

    private final int leader;
    private final Tally<Long> answered;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long round;

    Confirmations(int leader, int nodes) {
        this.leader = leader;
        this.answered = new Tally<>(nodes);
    }

    /** Runs {@code then} when the round that begins next is answered. */
    void add(Runnable then) {
        waiting.add(new Waiting(round + 1, then));
    }

    /** A ping goes out: its number. */
    long nextRound() {
        answered.raise(leader, ++round);
        return round;
    }

    void heard(int from, long itsRound) {
        // BEGIN SOLUTION
        answered.raise(from, itsRound);
        long confirmed = answered.agreed().orElse(0L);
        while (!waiting.isEmpty() && waiting.peek().round() <= confirmed) {
            waiting.remove().then().run();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-7: see README, part 7");
    }

    Object state() {
        return List.of(round, waiting.size(), answered.state());
    }
}
