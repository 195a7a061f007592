package labs.zookeeper.zab.net;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import labs.zookeeper.zab.Promise;
import labs.zookeeper.zab.Transaction;

/** What a node writes to its disk, as bytes: pairs of a key and a value, one behind the other. */
final class DiskCodec {
    /** One thing that was written. */
    record Entry(String key, Serializable value) {}

    private DiskCodec() {}

    static byte[] encode(List<Entry> entries) {
        var out = new WireWriter();
        entries.forEach(entry -> put(out.text(entry.key()), entry.value()));
        return out.toBytes();
    }

    private static void put(WireWriter out, Serializable value) {
        if (value instanceof Integer number) {
            out.int8(1).int32(number);
        } else if (value instanceof Long number) {
            out.int8(2).int64(number);
        } else if (value instanceof Promise promise) {
            out.int8(3).promise(promise);
        } else if (value instanceof Transaction transaction) {
            out.int8(4).transaction(transaction);
        } else {
            throw new IllegalArgumentException("no code for " + value.getClass());
        }
    }

    /**
     * @throws BadFrameException if these are not exactly the bytes of such pairs
     */
    static List<Entry> decode(byte[] bytes) throws BadFrameException {
        return WireReader.all(
                bytes,
                in -> {
                    var entries = new ArrayList<Entry>();
                    while (!in.isAtEnd()) {
                        entries.add(new Entry(in.text(), value(in)));
                    }
                    return entries;
                });
    }

    private static Serializable value(WireReader in) {
        int kind = in.int8();
        return switch (kind) {
            case 1 -> in.int32();
            case 2 -> in.int64();
            case 3 -> in.promise();
            case 4 -> in.transaction();
            default -> throw new IllegalArgumentException("no value is of kind " + kind);
        };
    }
}
