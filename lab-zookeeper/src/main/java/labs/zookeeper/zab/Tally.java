package labs.zookeeper.zab;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** How far each node has come, and how far a majority has. Confined to its node. */
final class Tally<T extends Comparable<T>> {
    private final int nodes;
    private final Map<Integer, T> reached = new TreeMap<>();

    /**
     * @param nodes in the cluster, whether they have been heard of or not
     */
    Tally(int nodes) {
        this.nodes = nodes;
    }

    /** That node has come so far; what it reported earlier and was overtaken does not count. */
    void raise(int node, T value) {
        reached.merge(node, value, (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }

    /** The farthest point that a majority of the cluster has reached, if there is one. */
    Optional<T> agreed() {
        // BEGIN SOLUTION
        List<T> farthestFirst =
                reached.values().stream().sorted(Comparator.reverseOrder()).toList();
        int majority = nodes / 2 + 1;
        return farthestFirst.stream().skip(majority - 1).findFirst();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-7: see README, part 7");
    }

    /** The nodes that have been heard of. */
    Set<Integer> heardOf() {
        return reached.keySet();
    }

    Object state() {
        return Map.copyOf(reached);
    }
}
