package labs.compute.join;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import labs.compute.table.ColumnBatch;

/** The join as its definition says it: every left row with every right one. */
final class NestedLoops {
    private NestedLoops() {}

    static List<List<Long>> join(JoinSpec spec, ColumnBatch left, ColumnBatch right) {
        var joined = new ArrayList<List<Long>>();
        List<List<Long>> rightRows = Rows.of(right);
        var matched = new BitSet(); // of the right rows
        long[] leftKeys = left.column(spec.leftKey());
        long[] rightKeys = right.column(spec.rightKey());
        List<List<Long>> leftRows = Rows.of(left);
        for (int i = 0; i < left.rows(); i++) {
            boolean isMatched = false;
            for (int j = 0; j < right.rows(); j++) {
                if (leftKeys[i] == rightKeys[j]
                        && leftKeys[i] != ColumnBatch.NULL
                        && agree(spec, leftRows.get(i), rightRows.get(j))) {
                    isMatched = true;
                    matched.set(j);
                    if (spec.type().hasRight()) {
                        joined.add(concat(leftRows.get(i), rightRows.get(j)));
                    }
                }
            }
            addOnce(spec, leftRows.get(i), isMatched, joined);
        }
        for (int j = matched.nextClearBit(0); j < right.rows(); j = matched.nextClearBit(j + 1)) {
            if (spec.type() == JoinType.FULL) {
                var nulls =
                        new ArrayList<>(Collections.nCopies(spec.leftWidth(), ColumnBatch.NULL));
                joined.add(concat(nulls, rightRows.get(j)));
            }
        }
        return joined;
    }

    private static boolean agree(JoinSpec spec, List<Long> left, List<Long> right) {
        return spec.also().stream()
                .allMatch(
                        also ->
                                left.get(also.left()) != ColumnBatch.NULL
                                        && left.get(also.left()).equals(right.get(also.right())));
    }

    private static void addOnce(
            JoinSpec spec, List<Long> left, boolean isMatched, List<List<Long>> joined) {
        if ((spec.type() == JoinType.LEFT || spec.type() == JoinType.FULL) && !isMatched) {
            joined.add(concat(left, Collections.nCopies(spec.rightWidth(), ColumnBatch.NULL)));
        } else if (spec.type() == (isMatched ? JoinType.SEMI : JoinType.ANTI)) {
            joined.add(left);
        }
    }

    private static List<Long> concat(List<Long> left, List<Long> right) {
        var row = new ArrayList<>(left);
        row.addAll(right);
        return row;
    }
}
