package labs.zookeeper.answers;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts one direction of a ZooKeeper connection into its frames. Confined to one thread. */
final class Frames {
    private static final int LENGTH = 4;

    private byte[] rest = {};

    /** The frames that are whole now, each with its length in front. */
    List<ByteBuffer> whole(byte[] bytes, int length) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(rest);
        all.write(bytes, 0, length);
        ByteBuffer buffer = ByteBuffer.wrap(all.toByteArray());
        var frames = new ArrayList<ByteBuffer>();
        while (buffer.remaining() >= LENGTH) {
            int size = LENGTH + buffer.getInt(buffer.position());
            if (buffer.remaining() < size) {
                break;
            }
            frames.add(buffer.slice(buffer.position(), size));
            buffer.position(buffer.position() + size);
        }
        rest = Arrays.copyOfRange(buffer.array(), buffer.position(), buffer.limit());
        return frames;
    }
}
