package labs.zookeeper.zab;

import java.util.ArrayList;
import java.util.List;

/**
 * The transactions that a node accepted, in order, in memory and on disk. It writes and never
 * syncs: that is for the one who is about to acknowledge. Confined to its node.
 *
 * <p>On disk each transaction has its place, and the length is written after what it counts: a
 * crash leaves a log that was there at some time.
 */
final class TransactionLog {
    private static final String LENGTH = "log.length";
    private final ZabDisk disk;
    private final List<Transaction> transactions = new ArrayList<>();

    /** The log as the disk has it. */
    TransactionLog(ZabDisk disk) {
        this.disk = disk;
        int length = (Integer) disk.read(LENGTH).orElse(0);
        for (int place = 0; place < length; place++) {
            transactions.add((Transaction) disk.read(key(place)).orElseThrow());
        }
    }

    private static String key(int place) {
        return "log." + place;
    }

    Zxid last() {
        return transactions.isEmpty()
                ? Zxid.ZERO
                : transactions.get(transactions.size() - 1).zxid();
    }

    /** All transactions, a view. */
    List<Transaction> all() {
        return transactions;
    }

    /**
     * Appends what is new in there. Does nothing when there is a gap between the log and the
     * suffix; what lies in between will come again.
     */
    void append(Suffix suffix) {
        // BEGIN SOLUTION
        if (suffix.after().compareTo(last()) > 0) {
            return;
        }
        int before = transactions.size();
        for (Transaction transaction : suffix.transactions()) {
            if (transaction.zxid().compareTo(last()) > 0) {
                disk.write(key(transactions.size()), transaction);
                transactions.add(transaction);
            }
        }
        if (transactions.size() > before) {
            disk.write(LENGTH, transactions.size());
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-7: see README, part 7");
    }

    /**
     * Drops all that comes after {@code zxid}.
     *
     * @throws IllegalStateException if {@code zxid} itself is not there: then the logs of two nodes
     *     have parted before it, which the protocol rules out
     */
    void truncate(Zxid zxid) {
        // BEGIN SOLUTION
        int length = lengthUpTo(zxid);
        if (length < transactions.size()) {
            transactions.subList(length, transactions.size()).clear();
            disk.write(LENGTH, length);
        }
        if (!last().equals(zxid)) {
            throw new IllegalStateException("cut at " + zxid + ", but the log has " + last());
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-7: see README, part 7");
    }

    /**
     * What a node needs whose log ends with {@code last}: its log may lack some of ours, or have
     * some that we do not have.
     */
    Suffix suffixFor(Zxid last) {
        // BEGIN SOLUTION
        int common = lengthUpTo(last);
        Zxid after = common == 0 ? Zxid.ZERO : transactions.get(common - 1).zxid();
        return new Suffix(after, List.copyOf(transactions.subList(common, transactions.size())));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-7: see README, part 7");
    }

    /** How many transactions have this zxid or a lower one. */
    int lengthUpTo(Zxid zxid) {
        // From the end: what one asks for is mostly near there.
        int length = transactions.size();
        while (length > 0 && transactions.get(length - 1).zxid().compareTo(zxid) > 0) {
            length--;
        }
        return length;
    }
}
