package labs.zookeeper.zab.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import labs.kit.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(10)
class FramesTest {
    private static final int LIMIT = 1_000;

    @Test
    void shouldWriteFourBytesOfLengthAndTheContentInOneWrite() throws IOException {
        List<byte[]> writes = new ArrayList<>();
        var out =
                new ByteArrayOutputStream() {
                    @Override
                    public synchronized void write(byte[] bytes, int from, int length) {
                        writes.add(Arrays.copyOfRange(bytes, from, from + length));
                    }
                };

        Frames.write(out, "hello".getBytes(US_ASCII));

        assertThat(writes).as("writes to the stream").hasSize(1);
        assertThat(writes.get(0)).containsExactly(0, 0, 0, 5, 'h', 'e', 'l', 'l', 'o');
    }

    @Test
    void shouldReadWhatItWroteHoweverTheNetworkCutsIt(Random random) throws IOException {
        var sent = new ArrayList<byte[]>();
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < 200; i++) {
            byte[] content = new byte[random.nextInt(LIMIT + 1)];
            random.nextBytes(content);
            sent.add(content);
            Frames.write(out, content);
        }

        InputStream in = new InPieces(out.toByteArray(), random);
        for (byte[] content : sent) {
            assertThat(Frames.read(in, LIMIT))
                    .as("a read of a stream may return fewer bytes than one asked for")
                    .hasValueSatisfying(read -> assertThat(read).isEqualTo(content));
        }
        assertThat(Frames.read(in, LIMIT)).as("at the end").isEmpty();
    }

    @Test
    void shouldRefuseALengthOverTheLimitWithoutMakingRoomForIt() {
        for (int length : new int[] {LIMIT + 1, Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
            byte[] header = ByteBuffer.allocate(4).putInt(length).array();
            assertThatThrownBy(() -> Frames.read(new ByteArrayInputStream(header), LIMIT))
                    .as("a frame that claims %s bytes", length)
                    .isInstanceOf(BadFrameException.class)
                    .hasMessageContaining(String.valueOf(length));
        }
    }

    @Test
    void shouldTellAnEndBetweenFramesFromAnEndWithinOne() throws IOException {
        assertThat(Frames.read(new ByteArrayInputStream(new byte[0]), LIMIT)).isEmpty();
        for (byte[] half : List.of(new byte[] {0, 0, 0}, new byte[] {0, 0, 0, 2, 'x'})) {
            assertThatThrownBy(() -> Frames.read(new ByteArrayInputStream(half), LIMIT))
                    .as("%s bytes of a frame", half.length)
                    .isInstanceOf(EOFException.class);
        }
    }

    /** A stream that gives one to three bytes at a time, as a slow network does. */
    private static final class InPieces extends InputStream {
        private final InputStream whole;
        private final Random random;

        InPieces(byte[] bytes, Random random) {
            this.whole = new ByteArrayInputStream(bytes);
            this.random = random;
        }

        @Override
        public int read() throws IOException {
            return whole.read();
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            return whole.read(into, from, Math.min(length, 1 + random.nextInt(3)));
        }
    }
}
