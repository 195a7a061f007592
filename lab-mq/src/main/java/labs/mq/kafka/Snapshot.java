package labs.mq.kafka;

import java.util.Map;

/**
 * What was counted of a partition, and how far: the two are kept as one, so that neither can be
 * newer than the other.
 *
 * @param nextOffset of the first record that is not counted
 * @param counts records of each key
 */
public record Snapshot(long nextOffset, Map<String, Long> counts) {
    public Snapshot {
        counts = Map.copyOf(counts);
    }
}
