package labs.compute.join;

import java.io.IOException;
import labs.compute.table.ColumnBatch;

/** Walks through sorted left rows, and beside them through the right ones. Not thread-safe. */
final class MergeWalk {
    private final JoinSpec spec;
    private final RightGroups groups;
    private final JoinedRows out;
    private long key = ColumnBatch.NULL; // of the rows before; NULL has no group
    private boolean hasGroup;

    MergeWalk(JoinSpec spec, RightGroups groups, JoinedRows out) {
        this.spec = spec;
        this.groups = groups;
        this.out = out;
    }

    /** Joins the next left rows. */
    void join(ColumnBatch left) throws IOException {
        // BEGIN SOLUTION
        long[] keys = left.column(spec.leftKey());
        int from = 0;
        while (from < left.rows()) {
            int to = from + 1;
            while (to < left.rows() && keys[to] == keys[from]) {
                to++;
            }
            seek(keys[from]);
            add(left, from, to);
            from = to;
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-5: README, part 5");
    }

    // BEGIN SOLUTION
    private void seek(long next) throws IOException {
        if (next != key) { // a group may go on from one left batch to the next
            key = next;
            hasGroup = groups.seek(next);
        }
    }

    private void add(ColumnBatch left, int from, int to) throws IOException {
        switch (spec.type()) {
            case INNER -> addPairs(left, from, to);
            case LEFT -> {
                if (hasGroup) {
                    addPairs(left, from, to);
                } else {
                    addOnce(left, from, to);
                }
            }
            case SEMI -> {
                if (hasGroup) {
                    addOnce(left, from, to);
                }
            }
            case ANTI -> {
                if (!hasGroup) {
                    addOnce(left, from, to);
                }
            }
        }
    }

    private void addPairs(ColumnBatch left, int from, int to) throws IOException {
        if (hasGroup) {
            groups.visit((rows, first, end) -> addProduct(left, from, to, rows, first, end));
        }
    }

    private void addProduct(
            ColumnBatch left, int from, int to, ColumnBatch right, int first, int end)
            throws IOException {
        out.of(left, right);
        for (int row = from; row < to; row++) {
            for (int match = first; match < end; match++) {
                out.add(row, match);
            }
        }
    }

    private void addOnce(ColumnBatch left, int from, int to) throws IOException {
        out.ofLeft(left);
        for (int row = from; row < to; row++) {
            out.add(row, JoinedRows.NO_ROW);
        }
    }
    // END SOLUTION
}
