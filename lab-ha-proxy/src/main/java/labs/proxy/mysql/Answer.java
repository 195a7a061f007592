package labs.proxy.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import labs.proxy.mysql.protocol.PacketDecoder;
import labs.proxy.mysql.protocol.ResponseTracker;

/** A whole answer to a command of our own. Who has it releases the packets. */
record Answer(ResponseTracker end, ByteBuf packets) {
    /** The first column of the only row of a small result; empty for NULL. */
    String value() {
        ByteBuf in = packets.duplicate();
        int columns = next(in).readUnsignedByte();
        for (int i = 0; i <= columns; i++) {
            next(in); // the columns, and the EOF behind them
        }
        ByteBuf row = next(in);
        int length = row.readUnsignedByte();
        return length == 0xfb ? "" : row.readCharSequence(length, UTF_8).toString();
    }

    private static ByteBuf next(ByteBuf in) {
        int length = in.getUnsignedMediumLE(in.readerIndex());
        in.skipBytes(PacketDecoder.HEADER);
        return in.readSlice(length);
    }
}
