package labs.compute.join;

import java.io.IOException;
import java.util.BitSet;
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
        var matched = new BitSet(to - from);
        if (hasGroup && (spec.type().hasRight() || !spec.also().isEmpty())) {
            groups.visit((rows, first, end) -> add(left, from, to, rows, first, end, matched));
        } else if (hasGroup) {
            matched.set(0, to - from);
        }
        if (spec.type() != JoinType.INNER) {
            addOnce(left, from, to, matched, spec.type() == JoinType.SEMI);
        }
    }

    /** Adds the pairs that are equal in all, if the join has pairs, and marks the left rows. */
    private void add(
            ColumnBatch left,
            int from,
            int to,
            ColumnBatch right,
            int first,
            int end,
            BitSet matched)
            throws IOException {
        out.of(left, right);
        boolean isPlain = spec.also().isEmpty();
        for (int row = from; row < to; row++) {
            for (int match = first; match < end; match++) {
                if (isPlain || spec.agree(left, row, right, match)) {
                    matched.set(row - from);
                    addPair(row, match);
                }
            }
        }
    }

    private void addPair(int row, int match) throws IOException {
        if (spec.type().hasRight()) {
            out.add(row, match);
        }
    }

    private void addOnce(ColumnBatch left, int from, int to, BitSet matched, boolean wanted)
            throws IOException {
        out.ofLeft(left);
        for (int row = from; row < to; row++) {
            if (matched.get(row - from) == wanted) {
                out.add(row, JoinedRows.NO_ROW);
            }
        }
    }
    // END SOLUTION
}
