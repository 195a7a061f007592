package labs.compute.join;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import labs.compute.table.ColumnBatch;

/** Rows as lists, and tables made at random. */
final class Rows {
    private static final Comparator<List<Long>> ORDER =
            (a, b) -> {
                for (int i = 0; i < a.size(); i++) {
                    int order = Long.compare(a.get(i), b.get(i));
                    if (order != 0) {
                        return order;
                    }
                }
                return 0;
            };

    private Rows() {}

    static List<List<Long>> of(ColumnBatch batch) {
        var rows = new ArrayList<List<Long>>();
        for (int row = 0; row < batch.rows(); row++) {
            var values = new ArrayList<Long>();
            for (int c = 0; c < batch.width(); c++) {
                values.add(batch.column(c)[row]);
            }
            rows.add(values);
        }
        return rows;
    }

    static List<List<Long>> sorted(List<List<Long>> rows) {
        return rows.stream().sorted(ORDER).toList();
    }

    /**
     * @param hot of a thousand keys are 7; one of twenty others is NULL
     */
    static ColumnBatch random(
            SplittableRandom random, int rows, int width, int key, int keys, int hot) {
        long[][] columns = new long[width][rows];
        for (int row = 0; row < rows; row++) {
            for (int c = 0; c < width; c++) {
                columns[c][row] = random.nextInt(1_000_000);
            }
            columns[key][row] = key(random, keys, hot);
        }
        return new ColumnBatch(columns, rows);
    }

    private static long key(SplittableRandom random, int keys, int hot) {
        if (random.nextInt(1000) < hot) {
            return 7;
        }
        return random.nextInt(20) == 0 ? ColumnBatch.NULL : random.nextInt(keys) - keys / 2;
    }

    /** Gives a column few values, and NULLs, so that rows agree in it now and then. */
    static void few(SplittableRandom random, ColumnBatch rows, int column) {
        for (int row = 0; row < rows.rows(); row++) {
            int value = random.nextInt(4);
            rows.column(column)[row] = value == 0 ? ColumnBatch.NULL : value;
        }
    }

    /** Gives both tables to a join, in batches of any size and in any order. */
    static void feed(Join join, ColumnBatch left, ColumnBatch right, SplittableRandom random)
            throws IOException {
        int atLeft = 0;
        int atRight = 0;
        while (atLeft < left.rows() || atRight < right.rows()) {
            if (random.nextBoolean()) {
                int to = Math.min(left.rows(), atLeft + random.nextInt(1000));
                join.left(slice(left, atLeft, to));
                atLeft = to;
            } else {
                int to = Math.min(right.rows(), atRight + random.nextInt(1000));
                join.right(slice(right, atRight, to));
                atRight = to;
            }
        }
    }

    static ColumnBatch slice(ColumnBatch batch, int from, int to) {
        var slice = new ColumnBatch(batch.width(), to - from);
        slice.append(batch, from, to);
        return slice;
    }
}
