package labs.memory.grid;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The coordinator's decisions: each makes the next table of the last one. Who should hold a
 * partition follows from rendezvous hashing, so a member that comes or goes moves its share and
 * nothing else. Immutable.
 */
record PartitionPlanner(GridConfig config) {
    static final int MIGRATIONS = 16; // at a time

    /** Who should hold that partition: the owner, then the backups. */
    List<Member> wanted(int partition, Collection<Member> members) {
        // BEGIN SOLUTION
        return members.stream()
                .sorted(
                        Comparator.comparingLong((Member m) -> KeyHash.weight(partition, m.node()))
                                .reversed())
                .limit(1 + config.backups())
                .toList();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-4: README, part 4");
    }

    PartitionTable join(PartitionTable table, Member member) {
        var members = Stream.concat(table.members().stream(), Stream.of(member)).toList();
        return new PartitionTable(
                table.version().next(), members, table.leaving(), table.partitions());
    }

    PartitionTable leave(PartitionTable table, Member member) {
        var leaving = new HashSet<>(table.leaving());
        leaving.add(member);
        return new PartitionTable(
                table.version().next(), table.members(), Set.copyOf(leaving), table.partitions());
    }

    /** The first table of a new coordinator: what was under way begins anew. */
    PartitionTable takeOver(PartitionTable table, Set<Member> dead, long term) {
        var version = new TableVersion(term, 1);
        var still = map(table, version, (p, r) -> r.beginAnew(version));
        return without(still, dead, version);
    }

    PartitionTable without(PartitionTable table, Set<Member> dead) {
        return without(table, dead, table.version().next());
    }

    /** The first backup that lives takes over. A migration from or to the dead is given up. */
    private PartitionTable without(PartitionTable table, Set<Member> dead, TableVersion version) {
        // BEGIN SOLUTION
        List<Member> alive = table.members().stream().filter(m -> !dead.contains(m)).toList();
        Set<Member> leaving =
                table.leaving().stream().filter(alive::contains).collect(Collectors.toSet());
        var left = new PartitionTable(version, alive, leaving, table.partitions());
        return map(left, version, (p, replicas) -> survive(p, replicas, alive, version));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-4: README, part 4");
    }

    // BEGIN SOLUTION
    private Replicas survive(
            int partition, Replicas replicas, List<Member> alive, TableVersion version) {
        var members = replicas.members().stream().filter(alive::contains).toList();
        boolean goesOn = alive.containsAll(replicas.next()) && alive.contains(replicas.owner());
        if (members.isEmpty()) {
            // All that held it are dead: the entries are lost, and it begins anew.
            members = List.of(wanted(partition, alive).get(0));
        }
        return replicas.change(members, goesOn ? replicas.next() : List.of(), version);
    }

    // END SOLUTION

    /**
     * Lets as many partitions move as may at a time; the same table when there is nothing to do.
     */
    PartitionTable migrate(PartitionTable table) {
        // BEGIN SOLUTION
        var staying = new ArrayList<>(table.members());
        staying.removeAll(table.leaving());
        long moving = table.partitions().stream().filter(Replicas::isMigrating).count();
        List<Integer> starting =
                IntStream.range(0, table.partitions().size())
                        .filter(p -> !table.replicas(p).isMigrating())
                        .filter(p -> !wanted(p, staying).equals(table.replicas(p).members()))
                        .limit(Math.max(0, MIGRATIONS - moving))
                        .boxed()
                        .toList();
        if (starting.isEmpty() || staying.isEmpty()) {
            return table;
        }
        var version = table.version().next();
        return map(
                table,
                version,
                (p, replicas) ->
                        starting.contains(p)
                                ? replicas.change(replicas.members(), wanted(p, staying), version)
                                : replicas);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-4: README, part 4");
    }

    /** The partition is where it should be. */
    PartitionTable migrated(PartitionTable table, int partition) {
        var version = table.version().next();
        return map(
                table,
                version,
                (p, replicas) ->
                        p == partition
                                ? replicas.change(replicas.next(), List.of(), version)
                                : replicas);
    }

    /** Members that wanted to go, and hold nothing any more. */
    Set<Member> gone(PartitionTable table) {
        return table.leaving().stream()
                .filter(m -> table.partitions().stream().noneMatch(p -> p.holds(m)))
                .collect(Collectors.toSet());
    }

    private static PartitionTable map(
            PartitionTable table,
            TableVersion version,
            BiFunction<Integer, Replicas, Replicas> change) {
        var partitions =
                IntStream.range(0, table.partitions().size())
                        .mapToObj(p -> change.apply(p, table.replicas(p)))
                        .toList();
        return new PartitionTable(version, table.members(), table.leaving(), partitions);
    }
}
