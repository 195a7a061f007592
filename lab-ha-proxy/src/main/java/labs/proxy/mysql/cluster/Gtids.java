package labs.proxy.mysql.cluster;

import java.util.Map;
import java.util.TreeMap;

/**
 * How far a server is: for each replication domain the last transaction, as MariaDB writes it,
 * {@code domain-server-sequence,…}.
 */
public record Gtids(Map<Long, Long> sequences) {
    public static final Gtids NONE = new Gtids(Map.of());

    /**
     * Reads what {@code gtid_slave_pos} and its like hold.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static Gtids parse(String text) {
        var sequences = new TreeMap<Long, Long>();
        for (String one : text.isBlank() ? new String[0] : text.split(",")) {
            String[] parts = one.strip().split("-");
            if (parts.length != 3) {
                throw new IllegalArgumentException("no GTID: " + one);
            }
            sequences.merge(Long.parseLong(parts[0]), Long.parseLong(parts[2]), Math::max);
        }
        return new Gtids(Map.copyOf(sequences));
    }

    /** Whether all that the other has is here too. */
    public boolean reach(Gtids other) {
        return other.sequences.entrySet().stream()
                .allMatch(entry -> sequences.getOrDefault(entry.getKey(), 0L) >= entry.getValue());
    }

    /** To compare servers of one cluster. */
    public long total() {
        return sequences.values().stream().mapToLong(Long::longValue).sum();
    }
}
