package labs.proxy.mysql.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import labs.proxy.mysql.protocol.ResponseTracker.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where an answer ends, and what it says of the session. */
@Timeout(30)
final class ResponseTrackerTest {
    private static final long SEED = 20_260_802;
    private static final int IN_TRANSACTION = Status.IN_TRANSACTION | Status.AUTOCOMMIT;

    @Test
    void shouldEndWithAnOk() {
        var answer = new ResponseTracker(Shape.QUERY);
        assertThat(answer.status()).isEqualTo(-1);
        say(answer, ok(IN_TRANSACTION));
        assertThat(answer.isOver()).isTrue();
        assertThat(answer.status()).isEqualTo(IN_TRANSACTION);
        assertThat(answer.error()).isNull();
    }

    @Test
    void shouldFindTheStatusBehindLongNumbers() {
        var answer = new ResponseTracker(Shape.QUERY);
        ByteBuf ok = Unpooled.buffer().writeByte(0).writeByte(0xfe).writeLongLE(1L << 40);
        say(
                answer,
                ok.writeByte(0xfd)
                        .writeMediumLE(70_000)
                        .writeShortLE(IN_TRANSACTION)
                        .writeShortLE(0));
        assertThat(answer.status()).isEqualTo(IN_TRANSACTION);
    }

    @Test
    void shouldEndBehindTheRows() {
        var answer = new ResponseTracker(Shape.QUERY);
        say(answer, bytes(2), text("column a"), text("column b"), eof(Status.AUTOCOMMIT));
        assertThat(answer.isOver()).as("rows come now").isFalse();
        say(answer, text("a row"), bytes(0xfb, 1, 'x'), bytes(0));
        assertThat(answer.isOver()).isFalse();
        say(answer, eof(IN_TRANSACTION));
        assertThat(answer.isOver()).isTrue();
        assertThat(answer.status()).isEqualTo(IN_TRANSACTION);
    }

    @Test
    void shouldNotTakeALongRowForTheEnd() {
        var answer = new ResponseTracker(Shape.QUERY);
        say(answer, bytes(1), text("column"), eof(2));
        answer.packet(
                17 << 20, Unpooled.buffer().writeByte(0xfe).writeLongLE(17 << 20).writeZero(1015));
        assertThat(answer.isOver())
                .as("0xfe begins the length of a field of 16 MiB, too")
                .isFalse();
        answer.packet(9, Unpooled.buffer().writeByte(0xfe).writeLongLE(0));
        assertThat(answer.isOver()).as("an EOF has less than 9 bytes").isFalse();
        say(answer, eof(2));
        assertThat(answer.isOver()).isTrue();
    }

    @Test
    void shouldGoOnWhileThereAreMoreResults() {
        var answer = new ResponseTracker(Shape.QUERY);
        say(answer, ok(Status.MORE_RESULTS));
        assertThat(answer.isOver()).isFalse();
        say(
                answer,
                bytes(1),
                text("column"),
                eof(Status.MORE_RESULTS),
                text("row"),
                eof(Status.MORE_RESULTS));
        assertThat(answer.isOver()).isFalse();
        say(answer, ok(Status.AUTOCOMMIT));
        assertThat(answer.isOver()).isTrue();
    }

    @Test
    void shouldEndWithAnErrorWhereverItComes() {
        var first = new ResponseTracker(Shape.QUERY);
        say(first, error(1146));
        assertThat(first.isOver()).isTrue();
        assertThat(first.error()).isEqualTo(new SqlError(1146, "42S02", "no such table", false));
        assertThat(first.status()).as("an error says nothing of the session").isEqualTo(-1);
        var late = new ResponseTracker(Shape.QUERY);
        say(late, bytes(1), text("column"), eof(2), text("row"), error(1317));
        assertThat(late.isOver()).isTrue();
        assertThat(late.error().code()).isEqualTo(1317);
    }

    @Test
    void shouldLeaveRowsToBeFetchedWhereThereIsACursor() {
        var answer = new ResponseTracker(Shape.QUERY);
        say(answer, bytes(1), text("column"), eof(Status.CURSOR_EXISTS));
        assertThat(answer.isOver()).isTrue();
        var rows = new ResponseTracker(Shape.ROWS);
        say(rows, bytes(0, 0, 1), bytes(0, 0, 2));
        assertThat(rows.isOver()).isFalse();
        say(rows, eof(Status.CURSOR_EXISTS));
        assertThat(rows.isOver()).isTrue();
    }

    @Test
    void shouldKnowTheDefinitionsOfAPreparedStatement() {
        for (int columns : new int[] {0, 2}) {
            for (int parameters : new int[] {0, 3}) {
                var answer = new ResponseTracker(Shape.PREPARE);
                say(answer, prepared(77, columns, parameters));
                for (int count : new int[] {parameters, columns}) {
                    for (int i = 0; i < count; i++) {
                        assertThat(answer.isOver()).isFalse();
                        say(answer, text("definition"));
                    }
                    if (count > 0) {
                        assertThat(answer.isOver()).isFalse();
                        say(answer, eof(2));
                    }
                }
                assertThat(answer.isOver()).as("%d, %d", columns, parameters).isTrue();
                assertThat(answer.statement()).isEqualTo(77);
                assertThat(answer.parameters()).isEqualTo(parameters);
            }
        }
    }

    @Test
    void shouldRefuseARequestForAFile() {
        var answer = new ResponseTracker(Shape.QUERY);
        assertThatThrownBy(() -> say(answer, bytes(0xfb, 'f')))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void shouldStandAnyBytes() {
        var random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            var answer = new ResponseTracker(Shape.values()[random.nextInt(4)]);
            for (int j = 0; j < 10 && !answer.isOver(); j++) {
                byte[] bytes = new byte[1 + random.nextInt(12)];
                random.nextBytes(bytes);
                if (random.nextBoolean()) {
                    bytes[0] = (byte) new int[] {0, 1, 0xfe}[random.nextInt(3)];
                }
                bytes[0] = bytes[0] == (byte) 0xff ? 0 : bytes[0];
                Throwable thrown = catchThrowable(() -> say(answer, Unpooled.wrappedBuffer(bytes)));
                if (thrown != null) {
                    assertThat(thrown)
                            .as("round %d, seed %d", i, SEED)
                            .isInstanceOf(ProtocolException.class);
                    break;
                }
            }
        }
    }

    private static void say(ResponseTracker answer, ByteBuf... packets) {
        for (ByteBuf packet : packets) {
            answer.packet(packet.readableBytes(), packet);
        }
    }

    private static ByteBuf bytes(int... bytes) {
        ByteBuf out = Unpooled.buffer();
        for (int b : bytes) {
            out.writeByte(b);
        }
        return out;
    }

    private static ByteBuf text(String text) {
        return Unpooled.buffer().writeByte(text.length()).writeBytes(text.getBytes(UTF_8));
    }

    private static ByteBuf ok(int status) {
        return bytes(0, 1, 0).writeShortLE(status).writeShortLE(0);
    }

    private static ByteBuf eof(int status) {
        return bytes(0xfe, 0, 0).writeShortLE(status);
    }

    private static ByteBuf error(int code) {
        return bytes(0xff).writeShortLE(code).writeBytes("#42S02no such table".getBytes(UTF_8));
    }

    private static ByteBuf prepared(int id, int columns, int parameters) {
        return bytes(0).writeIntLE(id).writeShortLE(columns).writeShortLE(parameters).writeZero(3);
    }
}
