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

    /**
     * Whom that node waits for: the nearest before it that it cannot share the lock with.
     *
     * @param queue the nodes in their order
     * @param shared the node that the same thread has already, and need not wait for; or null
     * @return empty when the lock is its own
     */
    Optional<SequentialName> blocker(
            List<SequentialName> queue, SequentialName own, SequentialName shared) {
        // BEGIN SOLUTION
        return queue.stream()
                .filter(other -> other.compareTo(own) < 0)
                .filter(other -> this == WRITE || other.prefix().endsWith(WRITE.infix))
                .filter(other -> !other.equals(shared))
                .reduce((earlier, later) -> later);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-3: see README, part 3");
    }
}
