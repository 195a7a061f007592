package labs.proxy.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import labs.proxy.mysql.protocol.PacketDecoder;
import labs.proxy.mysql.protocol.ResponseTracker;

/** A whole answer to a command of our own. Who has it releases the packets. */
record Answer(ResponseTracker end, ByteBuf packets) {
    private static final int NULL = 0xfb;
    private static final int EOF = 0xfe;

    /** The first column of the only row of a small result; empty for an error, NULL or no row. */
    Optional<String> value() {
        if (end.error() != null) {
            return Optional.empty();
        }
        ByteBuf in = packets.duplicate();
        int columns = next(in).readUnsignedByte();
        for (int i = 0; i <= columns; i++) {
            next(in); // the columns, and the EOF behind them
        }
        ByteBuf row = next(in);
        int length = row.readUnsignedByte();
        return length == NULL || length == EOF
                ? Optional.empty()
                : Optional.of(row.readCharSequence(length, UTF_8).toString());
    }

    private static ByteBuf next(ByteBuf in) {
        int length = in.getUnsignedMediumLE(in.readerIndex());
        in.skipBytes(PacketDecoder.HEADER);
        return in.readSlice(length);
    }
}
