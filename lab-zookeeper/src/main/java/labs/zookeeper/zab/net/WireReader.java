package labs.zookeeper.zab.net;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import labs.zookeeper.zab.Promise;
import labs.zookeeper.zab.Suffix;
import labs.zookeeper.zab.Transaction;
import labs.zookeeper.zab.Vote;
import labs.zookeeper.zab.Zxid;

/**
 * Takes out of bytes what a {@link WireWriter} put there. It builds only the few types named here,
 * unlike Java's serialization, which builds whatever the sender names.
 */
final class WireReader {
    private static final int TRANSACTION = 3 * Long.BYTES;
    private final ByteBuffer bytes;

    private WireReader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    /**
     * Decodes all of {@code bytes}.
     *
     * @throws BadFrameException if there are too few or too many, or they make no sense
     */
    static <T> T all(byte[] bytes, Function<WireReader, T> decode) throws BadFrameException {
        var reader = new WireReader(bytes);
        try {
            T value = decode.apply(reader);
            require(reader.isAtEnd(), reader.bytes.remaining() + " bytes too many");
            return value;
        } catch (BufferUnderflowException cutOff) {
            throw new BadFrameException("a frame that ends too early, after " + bytes.length);
        } catch (IllegalArgumentException nonsense) {
            throw new BadFrameException(nonsense.getMessage());
        }
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    boolean isAtEnd() {
        return !bytes.hasRemaining();
    }

    int int8() {
        return bytes.get();
    }

    int int32() {
        return bytes.getInt();
    }

    long int64() {
        return bytes.getLong();
    }

    String text() {
        byte[] utf8 = new byte[count(1)];
        bytes.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** A number of things of that size, for which there is room in what is left. */
    private int count(int size) {
        int count = int32();
        require(count >= 0 && count <= bytes.remaining() / size, "a count of " + count);
        return count;
    }

    Zxid zxid() {
        return new Zxid(int64(), int64());
    }

    Transaction transaction() {
        return new Transaction(zxid(), int64());
    }

    Suffix suffix() {
        Zxid after = zxid();
        int count = count(TRANSACTION);
        List<Transaction> transactions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            transactions.add(transaction());
        }
        return new Suffix(after, List.copyOf(transactions));
    }

    Promise promise() {
        return new Promise(int64(), int32());
    }

    Vote vote() {
        return new Vote(int32(), int64(), zxid());
    }
}
