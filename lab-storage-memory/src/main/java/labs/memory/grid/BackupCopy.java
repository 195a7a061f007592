package labs.memory.grid;

import java.util.List;
import java.util.TreeMap;
import labs.memory.grid.GridMessage.Snapshot;
import labs.memory.grid.GridMessage.Updates;

/**
 * A partition as its backup holds it: the owner's updates in the owner's order, whatever the
 * network makes of it. Confined to its node.
 */
final class BackupCopy {
    private static final int AHEAD = 1_000; // updates that came before one that is missing
    private BackupStream stream = BackupStream.NONE;
    private Partition partition;
    private final TreeMap<Long, Update> ahead = new TreeMap<>();

    BackupCopy() {
        this(new Partition());
    }

    /** What a member has that was the owner until now. */
    BackupCopy(Partition partition) {
        this.partition = partition;
    }

    BackupStream stream() {
        return stream;
    }

    Partition partition() {
        return partition;
    }

    void receive(Snapshot snapshot) {
        // BEGIN SOLUTION
        if (snapshot.stream().compareTo(stream) > 0) {
            stream = snapshot.stream();
            partition = new Partition(snapshot.contents());
            ahead.clear();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-4: README, part 4");
    }

    void receive(Updates updates) {
        // BEGIN SOLUTION
        if (!updates.stream().equals(stream)) {
            return; // of an owner of before, or its snapshot is still on the way
        }
        List<Update> all = updates.updates();
        for (int i = 0; i < all.size(); i++) {
            long sequence = updates.first() + i;
            if (sequence > partition.applied() && sequence <= partition.applied() + AHEAD) {
                ahead.put(sequence, all.get(i));
            }
        }
        applyInOrder();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-4: README, part 4");
    }

    // BEGIN SOLUTION
    private void applyInOrder() {
        while (ahead.containsKey(partition.applied() + 1)) {
            partition.apply(ahead.remove(partition.applied() + 1));
        }
    }
    // END SOLUTION
}
