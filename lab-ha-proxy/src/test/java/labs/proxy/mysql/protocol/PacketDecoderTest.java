package labs.proxy.mysql.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets out of bytes, and bytes out of packets. */
@Timeout(60)
final class PacketDecoderTest {
    private static final long SEED = 20_260_731;
    private static final int LIMIT = 64 << 20;

    private final EmbeddedChannel channel = new EmbeddedChannel(new PacketDecoder(LIMIT));

    @AfterEach
    void shouldReleaseAll() {
        channel.finishAndReleaseAll();
    }

    @Test
    void shouldTakeAPacketApartByteByByte() {
        byte[] bytes = {3, 0, 0, 7, 'a', 'b', 'c', 0, 0, 0, 8};
        for (byte b : bytes) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {b}));
        }
        next(7, 7, new byte[] {'a', 'b', 'c'});
        next(8, 8, new byte[0]);
        assertThat((Object) channel.readInbound()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 1, 250, 65_535, 0xfffffe, 0xffffff, 0x1000000, 0x1fffffd, 0x1fffffe, 0x1ffffff
            })
    void shouldTakeWhatIsWritten(int length) {
        byte[] payload = new byte[length];
        new Random(SEED + length).nextBytes(payload);
        int pieces = length / PacketWriter.FULL + 1;
        for (int first : new int[] {0, 254, 255}) {
            ByteBuf packet =
                    PacketWriter.packet(
                            ByteBufAllocator.DEFAULT, first, Unpooled.wrappedBuffer(payload));
            assertThat(packet.readableBytes())
                    .as("a header for each piece; a full one is never the last")
                    .isEqualTo(length + pieces * PacketDecoder.HEADER);
            channel.writeInbound(packet);
            next(first, (first + pieces - 1) & 0xff, payload);
        }
    }

    @Test
    void shouldTakeManyPacketsInAnyCuts() {
        var random = new Random(SEED);
        ByteBuf all = Unpooled.buffer();
        int count = 200;
        for (int i = 0; i < count; i++) {
            byte[] payload = new byte[random.nextInt(300)];
            random.nextBytes(payload);
            ByteBuf packet =
                    PacketWriter.packet(
                            ByteBufAllocator.DEFAULT, i, Unpooled.wrappedBuffer(payload));
            all.writeBytes(packet);
            packet.release();
        }
        ByteBuf copy = all.copy();
        while (all.isReadable()) {
            channel.writeInbound(
                    all.readRetainedSlice(Math.min(all.readableBytes(), 1 + random.nextInt(500))));
        }
        all.release();
        for (int i = 0; i < count; i++) {
            int length = copy.readUnsignedMediumLE();
            copy.skipBytes(1);
            next(i & 0xff, i & 0xff, ByteBufUtil.getBytes(copy.readSlice(length)));
        }
        copy.release();
    }

    @Test
    void shouldRefuseWhatIsTooLongAsSoonAsItIsSaid() {
        var small = new EmbeddedChannel(new PacketDecoder(1000));
        small.writeInbound(header(1000, 0));
        assertThatThrownBy(
                        () ->
                                small.writeInbound(
                                        Unpooled.buffer().writeZero(1000), header(1001, 0)))
                .isInstanceOf(DecoderException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ProtocolException.class,
                        e -> assertThat(e.error().code()).isEqualTo(SqlError.PACKET_TOO_LARGE));
        small.writeInbound(Unpooled.buffer().writeZero(5000)); // thrown away
        ((Packet) small.readInbound()).release();
        assertThat((Object) small.readInbound()).as("nothing after a failure").isNull();
        small.finishAndReleaseAll();
    }

    @Test
    void shouldCountAllPiecesOfAPacket() {
        var small = new EmbeddedChannel(new PacketDecoder(PacketWriter.FULL + 10));
        small.writeInbound(
                header(PacketWriter.FULL, 0), Unpooled.wrappedBuffer(new byte[PacketWriter.FULL]));
        assertThatThrownBy(() -> small.writeInbound(header(11, 1)))
                .as("the second piece is too much")
                .hasRootCauseInstanceOf(ProtocolException.class);
        small.finishAndReleaseAll();
    }

    @Test
    void shouldRefusePiecesOutOfOrder() {
        channel.writeInbound(
                header(PacketWriter.FULL, 3), Unpooled.wrappedBuffer(new byte[PacketWriter.FULL]));
        assertThatThrownBy(() -> channel.writeInbound(header(0, 5)))
                .cause()
                .isInstanceOfSatisfying(
                        ProtocolException.class,
                        e -> assertThat(e.error().code()).isEqualTo(SqlError.OUT_OF_ORDER));
    }

    @Test
    void shouldTakeMoreOnceThatIsAllowed() {
        var decoder = new PacketDecoder(10);
        var small = new EmbeddedChannel(decoder);
        decoder.allow(20);
        small.writeInbound(header(15, 0), Unpooled.buffer().writeZero(15));
        Packet packet = small.readInbound();
        assertThat(packet.payload().readableBytes()).isEqualTo(15);
        packet.release();
        small.finishAndReleaseAll();
    }

    private static ByteBuf header(int length, int sequence) {
        return Unpooled.buffer().writeMediumLE(length).writeByte(sequence);
    }

    private void next(int first, int last, byte[] payload) {
        Packet packet = channel.readInbound();
        assertThat(packet).as("a packet").isNotNull();
        assertThat(packet.first()).isEqualTo(first);
        assertThat(packet.last()).isEqualTo(last);
        assertThat(ByteBufUtil.getBytes(packet.payload())).isEqualTo(payload);
        packet.release();
    }
}
