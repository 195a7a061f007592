package labs.memory.grid;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who is in the cluster, and who holds what. The coordinator makes one after the other; each is
 * immutable.
 *
 * @param members the oldest first: that one is the coordinator
 * @param leaving members that give their partitions away, and go then
 * @param partitions by their number
 */
public record PartitionTable(
        TableVersion version,
        List<Member> members,
        Set<Member> leaving,
        List<Replicas> partitions) {
    /** The table of who belongs to no cluster. */
    static final PartitionTable NONE =
            new PartitionTable(TableVersion.NONE, List.of(), Set.of(), List.of());

    /** The table of a cluster of one, which owns everything. */
    static PartitionTable found(Member first, int partitions) {
        var version = new TableVersion(1, 1);
        var all = new Replicas(List.of(first), List.of(), version, version);
        return new PartitionTable(
                version, List.of(first), Set.of(), Collections.nCopies(partitions, all));
    }

    public Optional<Member> coordinator() {
        return members.stream().findFirst();
    }

    public Replicas replicas(int partition) {
        return partitions.get(partition);
    }

    /** The partition of a key, in a table of at least one member. */
    public int partitionOf(String key) {
        return KeyHash.partition(key, partitions.size());
    }

    /** Whether nothing moves, and each partition has that many backups, or as many as can be. */
    public boolean isSettled(int backups) {
        int wanted = Math.min(backups + 1, members.size());
        return leaving.isEmpty()
                && partitions.stream()
                        .allMatch(p -> !p.isMigrating() && p.members().size() == wanted);
    }

    @Override
    public String toString() {
        long migrating = partitions.stream().filter(Replicas::isMigrating).count();
        return "table %d.%d of %s, %d partitions migrating"
                .formatted(version.term(), version.number(), members, migrating);
    }
}
