package labs.compute.join;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import labs.compute.spill.MemoryBudget;
import labs.compute.spill.SpillDirectory;
import labs.compute.table.ColumnBatch;
import labs.compute.table.PackedPartitions;
import labs.compute.table.PartitionedRows;
import labs.compute.table.Partitions;

/**
 * Cuts both tables by the hash of their keys, and joins each partition of one with the same of the
 * other. Partitions that find no room wait on disk; one whose right rows do not fit even alone is
 * cut again by other bits of the hash, and rows that no hash can part, because they share one key,
 * are joined in blocks. See DeWitt and others, Implementation Techniques for Main Memory Database
 * Systems, SIGMOD 1984 (the hybrid hash join), and Kitsuregawa and others, 1983 (Grace).
 */
public final class PartitionedHashJoin implements Join {
    /** Into how many a partition is cut that does not fit. */
    private static final int BITS_AGAIN = 3;

    private final JoinSpec spec;
    private final HashBits bits;
    private final Overflow overflow;
    private final List<RowStore> lefts = new ArrayList<>();
    private final List<RowStore> rights = new ArrayList<>();

    /**
     * @param bits of the number of partitions, at least 1
     */
    public PartitionedHashJoin(JoinSpec spec, int bits, MemoryBudget budget, SpillDirectory spill) {
        this.spec = spec;
        this.bits = HashBits.first(bits);
        this.overflow = new Overflow(budget, spill);
        for (int p = 0; p < this.bits.partitions(); p++) {
            lefts.add(new RowStore(overflow, spec.leftWidth()));
            rights.add(new RowStore(overflow, spec.rightWidth()));
        }
    }

    @Override
    public void left(ColumnBatch rows) throws IOException {
        left(bits.partition(rows, spec.leftKey()));
    }

    @Override
    public void right(ColumnBatch rows) throws IOException {
        right(bits.partition(rows, spec.rightKey()));
    }

    /** Rows that are partitioned by {@code Hash.partition} of their key, into as many. */
    public void left(PartitionedRows rows) throws IOException {
        if (rows instanceof PackedPartitions packed) {
            add(lefts, packed, spec.leftKey(), spec::addLeft);
        } else {
            addLeft(lefts, (Partitions) rows);
        }
    }

    /** Rows that are partitioned by {@code Hash.partition} of their key, into as many. */
    public void right(PartitionedRows rows) throws IOException {
        if (rows instanceof PackedPartitions packed) {
            add(rights, packed, spec.rightKey(), spec::addRight);
        } else {
            addRight(rights, (Partitions) rows);
        }
    }

    /** Adds rows to a store, without those that cannot be in the result. */
    private interface Adding {
        void add(RowRange to, ColumnBatch rows, int from, int end) throws IOException;
    }

    /** Packed rows stay so, unless some have no key, and have to be looked at one by one. */
    private static void add(List<RowStore> stores, PackedPartitions rows, int key, Adding adding)
            throws IOException {
        boolean hasNull = rows.packing().mayHaveNull(key);
        for (int p = 0; p < stores.size(); p++) {
            if (hasNull) {
                adding.add(stores.get(p), rows.batch(p), 0, rows.size(p));
            } else if (rows.size(p) > 0) {
                stores.get(p).accept(rows, p);
            }
        }
    }

    private void addLeft(List<RowStore> stores, Partitions rows) throws IOException {
        for (int p = 0; p < stores.size(); p++) {
            spec.addLeft(stores.get(p), rows.rows(), rows.starts()[p], rows.starts()[p + 1]);
        }
    }

    private void addRight(List<RowStore> stores, Partitions rows) throws IOException {
        for (int p = 0; p < stores.size(); p++) {
            spec.addRight(stores.get(p), rows.rows(), rows.starts()[p], rows.starts()[p + 1]);
        }
    }

    /** Partition by partition, ascending: no batch has rows of two. */
    @Override
    public void finish(Sink sink) throws IOException {
        // BEGIN SOLUTION
        var out = new JoinedRows(spec, sink);
        for (int p = 0; p < bits.partitions(); p++) {
            join(lefts.get(p), rights.get(p), bits, Long.MAX_VALUE, out);
            out.flush();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-5: README, part 5");
    }

    // BEGIN SOLUTION
    /**
     * @param whole how many right rows there were before they were last cut
     */
    private void join(RowStore left, RowStore right, HashBits cut, long whole, JoinedRows out)
            throws IOException {
        var join = new BuildAndProbe(spec, overflow, out);
        if (left.rows() == 0 && spec.type() != JoinType.FULL) {
            left.close();
            right.close();
            return;
        }
        Optional<BuildSide> build = join.load(right);
        if (build.isPresent()) {
            join.atOnce(left, build.get());
        } else if (right.rows() <= whole / 2 && cut.hasNext()) {
            joinCut(left, right, cut.next(BITS_AGAIN), out);
        } else { // cutting hardly parted them: most share one key
            join.inBlocks(left, right);
        }
    }

    private void joinCut(RowStore left, RowStore right, HashBits cut, JoinedRows out)
            throws IOException {
        long whole = right.rows();
        var cutLefts = new ArrayList<RowStore>();
        var cutRights = new ArrayList<RowStore>();
        for (int p = 0; p < cut.partitions(); p++) {
            cutLefts.add(new RowStore(overflow, spec.leftWidth()));
            cutRights.add(new RowStore(overflow, spec.rightWidth()));
        }
        for (ColumnBatch rows = right.next(); rows != null; rows = right.next()) {
            addRight(cutRights, cut.partition(rows, spec.rightKey()));
        }
        right.close();
        for (ColumnBatch rows = left.next(); rows != null; rows = left.next()) {
            addLeft(cutLefts, cut.partition(rows, spec.leftKey()));
        }
        left.close();
        for (int p = 0; p < cut.partitions(); p++) {
            join(cutLefts.get(p), cutRights.get(p), cut, whole, out);
        }
    }

    // END SOLUTION
    @Override
    public void close() throws IOException {
        overflow.close();
    }
}
