package labs.compute.engine;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import labs.compute.table.PackedPartitions;
import labs.compute.table.Packing;
import labs.compute.table.Partitions;

/** Packed rows on their way to another process: they stay packed. */
public final class PackedSerializer extends Serializer<PackedPartitions> {
    @Override
    public void write(Kryo kryo, Output out, PackedPartitions rows) {
        byte[] packing = Remotes.bytes(rows.packing());
        out.writeInt(packing.length);
        out.writeBytes(packing);
        PartitionsSerializer.write(out, new Partitions(rows.words(), rows.starts()));
    }

    @Override
    public PackedPartitions read(Kryo kryo, Input in, Class<? extends PackedPartitions> type) {
        var packing = (Packing) Remotes.object(in.readBytes(in.readInt()));
        Partitions words = PartitionsSerializer.read(in);
        return new PackedPartitions(packing, words.rows(), words.starts());
    }
}
