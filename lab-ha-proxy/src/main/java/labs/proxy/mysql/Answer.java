package labs.proxy.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import labs.proxy.mysql.protocol.PacketDecoder;
import labs.proxy.mysql.protocol.ResponseTracker;

/** A whole answer to a command of our own. Who has it releases the packets. */
record Answer(ResponseTracker end, ByteBuf packets) {
    private static final int NULL = 0xfb;
    private static final int TWO_BYTES = 0xfc; // of length, behind it
    private static final int EOF = 0xfe;
    private static final int LONGEST_EOF = 8;

    /** The first column of the only row of a small result; empty for an error, NULL or no row. */
    Optional<String> value() {
        return row().map(values -> values.get(0));
    }

    /** The only row of a small result, with null for NULL; empty for an error, or without a row. */
    Optional<List<String>> row() {
        if (end.error() != null) {
            return Optional.empty();
        }
        ByteBuf in = packets.duplicate();
        int columns = next(in).readUnsignedByte();
        for (int i = 0; i <= columns; i++) {
            next(in); // the columns, and the EOF behind them
        }
        ByteBuf row = next(in);
        if (row.getUnsignedByte(row.readerIndex()) == EOF && row.readableBytes() <= LONGEST_EOF) {
            return Optional.empty();
        }
        var values = new ArrayList<String>();
        for (int i = 0; i < columns; i++) {
            values.add(text(row));
        }
        return Optional.of(values);
    }

    private static String text(ByteBuf row) {
        if (row.getUnsignedByte(row.readerIndex()) == NULL) {
            row.skipBytes(1);
            return null;
        }
        int length = row.readUnsignedByte();
        length = length == TWO_BYTES ? row.readUnsignedShortLE() : length;
        return row.readCharSequence(length, UTF_8).toString();
    }

    private static ByteBuf next(ByteBuf in) {
        int length = in.getUnsignedMediumLE(in.readerIndex());
        in.skipBytes(PacketDecoder.HEADER);
        return in.readSlice(length);
    }
}
