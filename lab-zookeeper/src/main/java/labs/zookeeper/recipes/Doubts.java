package labs.zookeeper.recipes;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.zookeeper.KeeperException;

/**
 * What we may have, and nobody could tell us whether we do. Thread-safe: each is settled once.
 *
 * @param <T> what one has when its transaction was done
 */
final class Doubts<T> {
    private final Queue<Doubt<T>> open = new ConcurrentLinkedQueue<>();

    private record Doubt<T>(Receipts.Transaction transaction, T prize) {}

    /** Remembers it, if it is in doubt. */
    boolean addIfInDoubt(Receipts.Transaction transaction, T prize) {
        return transaction.isInDoubt() && open.add(new Doubt<>(transaction, prize));
    }

    /** Settles doubts until one turns out to be ours; empty when none is left. */
    Optional<T> settleFirst() throws KeeperException, InterruptedException {
        for (Doubt<T> next = open.poll(); next != null; next = open.poll()) {
            if (isOurs(next)) {
                return Optional.of(next.prize());
            }
        }
        return Optional.empty();
    }

    private boolean isOurs(Doubt<T> doubt) throws KeeperException, InterruptedException {
        boolean settled = false;
        try {
            boolean ours = doubt.transaction().wasDone();
            settled = true;
            return ours;
        } finally {
            if (!settled) {
                open.add(doubt);
            }
        }
    }
}
