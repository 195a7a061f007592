package labs.compute.stream;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** What became of the lines of all tasks of a spout. Thread-safe. */
public final class SpoutReport {
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong replayed = new AtomicLong();
    private final AtomicLong acked = new AtomicLong();
    private final List<String> givenUp = new CopyOnWriteArrayList<>();

    void noteSent(int attempt) {
        (attempt == 1 ? sent : replayed).incrementAndGet();
    }

    void noteAck() {
        acked.incrementAndGet();
    }

    void noteGivenUp(String line) {
        givenUp.add(line);
    }

    /** How many lines were sent, not counting repetitions. */
    public long sent() {
        return sent.get();
    }

    /** How many times a line was sent again. */
    public long replayed() {
        return replayed.get();
    }

    /** How many lines were done with. */
    public long acked() {
        return acked.get();
    }

    /** The lines that failed as often as they may, for somebody to look at. */
    public List<String> givenUp() {
        return List.copyOf(givenUp);
    }

    @Override
    public String toString() {
        return "%d lines sent, %d replays, %d acked, %d given up"
                .formatted(sent(), replayed(), acked(), givenUp.size());
    }
}
