package labs.compute.join;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import labs.compute.table.ColumnBatch;

/** The join as its definition says it: every left row with every right one. */
final class NestedLoops {
    private NestedLoops() {}

    static List<List<Long>> join(JoinSpec spec, ColumnBatch left, ColumnBatch right) {
        var joined = new ArrayList<List<Long>>();
        List<List<Long>> rightRows = Rows.of(right);
        long[] leftKeys = left.column(spec.leftKey());
        long[] rightKeys = right.column(spec.rightKey());
        List<List<Long>> leftRows = Rows.of(left);
        for (int i = 0; i < left.rows(); i++) {
            boolean isMatched = false;
            for (int j = 0; j < right.rows(); j++) {
                if (leftKeys[i] == rightKeys[j] && leftKeys[i] != ColumnBatch.NULL) {
                    isMatched = true;
                    if (spec.type().hasRight()) {
                        joined.add(concat(leftRows.get(i), rightRows.get(j)));
                    }
                }
            }
            addOnce(spec, leftRows.get(i), isMatched, joined);
        }
        return joined;
    }

    private static void addOnce(
            JoinSpec spec, List<Long> left, boolean isMatched, List<List<Long>> joined) {
        if (spec.type() == JoinType.LEFT && !isMatched) {
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
