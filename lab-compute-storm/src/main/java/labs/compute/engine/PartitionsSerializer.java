package labs.compute.engine;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.nio.ByteBuffer;
import labs.compute.table.ColumnBatch;
import labs.compute.table.Partitions;

/** Rows on their way to another process: only those of the partitions, column by column. */
public final class PartitionsSerializer extends Serializer<Partitions> {
    @Override
    public void write(Kryo kryo, Output out, Partitions rows) {
        write(out, rows);
    }

    static void write(Output out, Partitions rows) {
        int[] starts = rows.starts();
        int first = starts[0];
        out.writeInt(rows.count());
        for (int start : starts) {
            out.writeInt(start - first);
        }
        out.writeInt(rows.rows().width());
        for (int c = 0; c < rows.rows().width(); c++) {
            // As one block: a call for each number costs more than the network.
            ByteBuffer bytes = ByteBuffer.allocate(rows.size() * Long.BYTES);
            bytes.asLongBuffer().put(rows.rows().column(c), first, rows.size());
            out.writeBytes(bytes.array());
        }
    }

    @Override
    public Partitions read(Kryo kryo, Input in, Class<? extends Partitions> type) {
        return read(in);
    }

    static Partitions read(Input in) {
        int[] starts = new int[in.readInt() + 1];
        for (int p = 0; p < starts.length; p++) {
            starts[p] = in.readInt();
        }
        int size = starts[starts.length - 1];
        long[][] columns = new long[in.readInt()][size];
        for (long[] column : columns) {
            ByteBuffer.wrap(in.readBytes(size * Long.BYTES)).asLongBuffer().get(column);
        }
        return new Partitions(new ColumnBatch(columns, size), starts);
    }
}
