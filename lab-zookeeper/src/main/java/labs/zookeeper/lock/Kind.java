package labs.zookeeper.lock;

import java.util.List;
import java.util.Optional;
import labs.zookeeper.tree.SequentialName;

/** What a node in the queue asks for. */
enum Kind {
    /** To be alone. */
    WRITE("-write-"),
    /** To be together with readers alone. */
    READ("-read-");

    private final String infix;

    Kind(String infix) {
        this.infix = infix;
    }

    /** The beginning of a node's name: its mark and what it asks for. */
    String prefix(String mark) {
        return mark + infix;
    }

    private static boolean writes(SequentialName node) {
        return node.prefix().endsWith(WRITE.infix);
    }

    /**
     * Whom that node waits for: the nearest before it that it cannot share the lock with.
     *
     * @param queue the nodes in their order
     * @return empty when the lock is its own
     */
    Optional<SequentialName> blocker(List<SequentialName> queue, SequentialName own) {
        // BEGIN SOLUTION
        return queue.stream()
                .filter(other -> other.compareTo(own) < 0)
                .filter(other -> this == WRITE || writes(other))
                .reduce((earlier, later) -> later);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-3: see README, part 3");
    }

    /**
     * Whether writers wait between these two nodes of one thread, the write node that holds the
     * lock and a later read node: these would come in if the write node went and the read node
     * stayed.
     */
    static boolean writersWaitBetween(
            List<SequentialName> queue, SequentialName writeNode, SequentialName readNode) {
        // BEGIN SOLUTION
        return queue.stream()
                .filter(Kind::writes)
                .anyMatch(other -> other.compareTo(writeNode) > 0 && other.compareTo(readNode) < 0);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-3: see README, part 3");
    }
}
