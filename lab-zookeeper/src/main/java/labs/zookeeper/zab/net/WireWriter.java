package labs.zookeeper.zab.net;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import labs.zookeeper.zab.Promise;
import labs.zookeeper.zab.Suffix;
import labs.zookeeper.zab.Transaction;
import labs.zookeeper.zab.Vote;
import labs.zookeeper.zab.Zxid;

/** Puts values into bytes, big endian, one behind the other. */
final class WireWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    WireWriter int8(int value) {
        bytes.write(value);
        return this;
    }

    WireWriter int32(int value) {
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
        return this;
    }

    WireWriter int64(long value) {
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
        return this;
    }

    WireWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        int32(utf8.length);
        bytes.writeBytes(utf8);
        return this;
    }

    WireWriter zxid(Zxid zxid) {
        return int64(zxid.epoch()).int64(zxid.counter());
    }

    WireWriter transaction(Transaction transaction) {
        return zxid(transaction.zxid()).int64(transaction.value());
    }

    WireWriter suffix(Suffix suffix) {
        zxid(suffix.after()).int32(suffix.transactions().size());
        suffix.transactions().forEach(this::transaction);
        return this;
    }

    WireWriter promise(Promise promise) {
        return int64(promise.epoch()).int32(promise.leader());
    }

    WireWriter vote(Vote vote) {
        return int32(vote.leader()).int64(vote.currentEpoch()).zxid(vote.last());
    }
}
