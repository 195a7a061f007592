package labs.compute.engine;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import labs.compute.table.ColumnBatch;
import labs.compute.table.Partitions;

/** Rows on their way to another process: only those of the partitions, column by column. */
public final class PartitionsSerializer extends Serializer<Partitions> {
    @Override
    public void write(Kryo kryo, Output out, Partitions rows) {
        int[] starts = rows.starts();
        int first = starts[0];
        out.writeInt(rows.count());
        for (int start : starts) {
            out.writeInt(start - first);
        }
        out.writeInt(rows.rows().width());
        for (int c = 0; c < rows.rows().width(); c++) {
            long[] column = rows.rows().column(c);
            for (int row = first; row < first + rows.size(); row++) {
                out.writeLong(column[row]);
            }
        }
    }

    @Override
    public Partitions read(Kryo kryo, Input in, Class<? extends Partitions> type) {
        int[] starts = new int[in.readInt() + 1];
        for (int p = 0; p < starts.length; p++) {
            starts[p] = in.readInt();
        }
        int size = starts[starts.length - 1];
        long[][] columns = new long[in.readInt()][size];
        for (long[] column : columns) {
            for (int row = 0; row < size; row++) {
                column[row] = in.readLong();
            }
        }
        return new Partitions(new ColumnBatch(columns, size), starts);
    }
}
