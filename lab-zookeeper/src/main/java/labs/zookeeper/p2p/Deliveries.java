package labs.zookeeper.p2p;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Remembers which messages the application was given, and what it answered: a repetition gets the
 * same answer and is not delivered again. Bounded; the oldest are forgotten first. Thread-safe.
 */
final class Deliveries {
    /** More messages than a node takes between a first attempt and its last repetition. */
    static final int MOST = 20_000;

    private static final int MOST_BYTES = 8 * 1024 * 1024;

    private final Map<String, Optional<Packet>> known = new LinkedHashMap<>(); // guarded by this
    private final Set<String> answered = new LinkedHashSet<>(); // guarded by this; with payloads
    private long bytes; // guarded by this; of the payloads kept

    /** What is to be done with a message that arrives. */
    sealed interface Decision {
        /** Give it to the application. */
        record Deliver() implements Decision {}

        /** The application has it, and will answer. */
        record Wait() implements Decision {}

        /** This was the answer; send it again. */
        record Repeat(Packet answer) implements Decision {}
    }

    /** Decides, and remembers: of many calls with one id exactly one is told to deliver. */
    synchronized Decision arrived(String id) {
        // BEGIN SOLUTION
        Optional<Packet> answer = known.get(id);
        if (answer == null) {
            known.put(id, Optional.empty());
            forgetTheOldest();
            return new Decision.Deliver();
        }
        return answer.<Decision>map(Decision.Repeat::new).orElseGet(Decision.Wait::new);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-4: see README, part 4");
    }

    /** The application has answered. */
    synchronized void answered(Packet answer) {
        // BEGIN SOLUTION
        if (known.replace(answer.id(), Optional.of(answer)) != null) {
            answered.add(answer.id());
            bytes += answer.payload().length;
        }
        while (bytes > MOST_BYTES) {
            dropPayload(answered.iterator().next());
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-4: see README, part 4");
    }

    /** It was not delivered after all: its repetition may be. */
    synchronized void refused(String id) {
        // BEGIN SOLUTION
        known.remove(id);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-4: see README, part 4");
    }

    // BEGIN SOLUTION
    private void forgetTheOldest() {
        if (known.size() > MOST) {
            String oldest = known.keySet().iterator().next();
            Optional<Packet> answer = known.remove(oldest);
            if (answered.remove(oldest)) {
                bytes -= answer.orElseThrow().payload().length;
            }
        }
    }

    /** The id stays, so that it is never delivered again. */
    private void dropPayload(String id) {
        Packet answer = known.get(id).orElseThrow();
        known.put(id, Optional.of(answer.withoutPayload()));
        answered.remove(id);
        bytes -= answer.payload().length;
    }
    // END SOLUTION
}
