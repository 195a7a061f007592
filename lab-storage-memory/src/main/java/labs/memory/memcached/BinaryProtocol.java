package labs.memory.memcached;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Map;
import labs.memory.cache.CachedItem;
import labs.memory.cache.Counted;
import labs.memory.cache.Key;
import labs.memory.cache.SlabCache;
import labs.memory.cache.StoreMode;
import labs.memory.cache.Stored;
import labs.memory.memcached.ServerStats.Counter;

/**
 * Memcached's binary protocol (protocol_binary.h of its source): frames of a header of 24 bytes,
 * extras, a key and a value. The quiet commands answer only what is not expected.
 */
final class BinaryProtocol implements Protocol {
    static final int REQUEST = 0x80;
    private static final int RESPONSE = 0x81;
    private static final int HEADER = 24;
    private static final int NO_CREATION = 0xffff_ffff; // an expiry that means: count, never create

    private final SlabCache cache;
    private final ServerStats stats;
    private final Reply reply;
    private final Administration administration;
    private final IncomingValue value;
    private final byte[] keyBytes = new byte[Key.MAX_LENGTH];
    private final Key key = new Key();
    private final ByteBuffer extras = ByteBuffer.allocate(20);
    private int opcode; // of the frame in work, as it came
    private int opaque;
    private long cas;
    private StoreMode mode; // of the value that comes
    private boolean over;

    BinaryProtocol(SlabCache cache, ServerStats stats, Reply reply, Administration administration) {
        this.cache = cache;
        this.stats = stats;
        this.reply = reply;
        this.administration = administration;
        this.value = new IncomingValue(cache);
    }

    @Override
    public boolean step(ByteBuf in) {
        // BEGIN SOLUTION
        if (value.isThrowingAway()) {
            return value.take(in);
        }
        if (value.isComing()) {
            return value.take(in) && stored();
        }
        if (in.readableBytes() < HEADER) {
            return false;
        }
        int at = in.readerIndex();
        int keyLength = in.getUnsignedShort(at + 2);
        int extraLength = in.getUnsignedByte(at + 4);
        if (in.getUnsignedByte(at) != REQUEST) {
            over = true; // there is no way to find the next frame
            return false;
        }
        if (in.readableBytes() < HEADER + keyLength + extraLength) {
            return false;
        }
        opcode = in.getUnsignedByte(at + 1);
        opaque = in.getInt(at + 12);
        cas = in.getLong(at + 16);
        in.skipBytes(HEADER);
        frame(in, keyLength, extraLength, in.getUnsignedInt(at + 8));
        return true;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-2: see README, part
        // 2");
    }

    // BEGIN SOLUTION
    private void frame(ByteBuf in, int keyLength, int extraLength, long body) {
        if (keyLength + extraLength > body) {
            error(BinaryStatus.UNKNOWN_COMMAND);
            over = true;
            return;
        }
        if (keyLength > Key.MAX_LENGTH) {
            invalid();
            return;
        }
        extras.clear().limit(Math.min(extraLength, extras.capacity()));
        in.readBytes(extras);
        in.skipBytes(Math.max(0, extraLength - extras.capacity()));
        in.readBytes(keyBytes, 0, keyLength);
        key.set(keyBytes, 0, keyLength);
        Opcode command = Opcode.of(opcode);
        if (command == null) {
            error(BinaryStatus.UNKNOWN_COMMAND);
            value.throwAway(body - keyLength - extraLength);
        } else if (command.fits(keyLength, extraLength, body)) {
            run(command, body - keyLength - extraLength);
        } else {
            invalid();
        }
    }

    /** After a frame that makes no sense, nothing that follows can be trusted. */
    private void invalid() {
        error(BinaryStatus.INVALID_ARGUMENTS);
        over = true;
    }

    private void run(Opcode command, long valueLength) {
        switch (command) {
            case GET, GETK, TOUCH, GAT, GATK -> get(command);
            case SET, ADD, REPLACE, APPEND, PREPEND -> store(command, valueLength);
            case DELETE -> delete();
            case INCREMENT -> count(true);
            case DECREMENT -> count(false);
            case QUIT -> {
                done(0);
                over = true;
            }
            case FLUSH -> {
                stats.count(Counter.CMD_FLUSH);
                cache.flush(extras.limit() == 0 ? 0 : seconds(0));
                done(0);
            }
            case NOOP -> done(0);
            case VERSION -> text(BinaryStatus.OK, Administration.VERSION);
            case STAT -> stat();
        }
    }

    private boolean isQuiet() {
        return Opcode.of(opcode).isQuiet(opcode);
    }

    private long seconds(int extra) {
        return extras.getInt(extra) & 0xffff_ffffL;
    }

    private void header(
            BinaryStatus status, int extraLength, int keyLength, int valueLength, long version) {
        ByteBuf out = reply.out();
        out.writeByte(RESPONSE).writeByte(opcode).writeShort(keyLength);
        out.writeByte(extraLength).writeByte(0).writeShort(status.code());
        out.writeInt(extraLength + keyLength + valueLength).writeInt(opaque).writeLong(version);
    }

    private void text(BinaryStatus status, String text) {
        header(status, 0, 0, text.length(), 0);
        reply.text(text);
    }

    private void error(BinaryStatus status) {
        text(status, status.text());
    }

    /** It worked, which a quiet command need not tell. */
    private void done(long version) {
        if (!isQuiet()) {
            header(BinaryStatus.OK, 0, 0, 0, version);
        }
    }

    private void get(Opcode command) {
        boolean touching = command != Opcode.GET && command != Opcode.GETK;
        synchronized (cache) {
            CachedItem item = cache.get(key);
            stats.count(touching ? Counter.CMD_TOUCH : Counter.CMD_GET);
            if (item == null) {
                stats.count(touching ? Counter.TOUCH_MISSES : Counter.GET_MISSES);
                miss(command);
                return;
            }
            stats.count(touching ? Counter.TOUCH_HITS : Counter.GET_HITS);
            if (touching) {
                item.expiry(cache.clock().expiry(seconds(0)));
            }
            hit(command, item);
        }
    }

    private static boolean tellsKey(Opcode command) {
        return command == Opcode.GETK || command == Opcode.GATK;
    }

    private void hit(Opcode command, CachedItem item) {
        int keyLength = tellsKey(command) ? item.keyLength() : 0;
        int valueLength = command == Opcode.TOUCH ? 0 : item.valueLength();
        header(BinaryStatus.OK, 4, keyLength, valueLength, item.cas());
        reply.out().writeInt(item.flags());
        if (keyLength > 0) {
            reply.key(item);
        }
        if (valueLength > 0) {
            reply.value(item);
        }
    }

    private void miss(Opcode command) {
        if (isQuiet()) {
            return;
        }
        if (tellsKey(command)) {
            header(BinaryStatus.NOT_FOUND, 0, key.length(), 0, 0);
            reply.out().writeBytes(key.bytes(), 0, key.length());
        } else {
            error(BinaryStatus.NOT_FOUND);
        }
    }

    private void store(Opcode command, long length) {
        mode = StoreMode.valueOf(command.name());
        boolean joins = mode == StoreMode.APPEND || mode == StoreMode.PREPEND;
        int flags = joins ? 0 : extras.getInt(0);
        int expiry = joins ? 0 : cache.clock().expiry(seconds(4));
        int asked = (int) Math.min(length, SlabCache.MAX_ITEM);
        int place = cache.reserve(key, flags, expiry, asked);
        if (place > 0) {
            boolean versioned = cas != 0 && !joins;
            mode = versioned ? StoreMode.CAS : mode;
            value.begin(place, asked, false);
            return;
        }
        boolean large = place == SlabCache.TOO_LARGE;
        stats.count(large ? Counter.STORE_TOO_LARGE : Counter.STORE_NO_MEMORY);
        error(large ? BinaryStatus.TOO_LARGE : BinaryStatus.NO_MEMORY);
        value.throwAway(length);
        if (mode == StoreMode.SET) {
            cache.delete(key);
        }
    }

    private boolean stored() {
        stats.count(Counter.CMD_SET);
        Stored stored = cache.commit(value.finish(), mode, cas);
        switch (stored.outcome()) {
            case STORED -> done(stored.cas());
            case EXISTS -> error(BinaryStatus.EXISTS);
            case NOT_FOUND -> error(BinaryStatus.NOT_FOUND);
            case NOT_STORED ->
                    error(
                            switch (mode) {
                                case ADD -> BinaryStatus.EXISTS;
                                case REPLACE -> BinaryStatus.NOT_FOUND;
                                default -> BinaryStatus.NOT_STORED;
                            });
        }
        return true;
    }

    private void delete() {
        synchronized (cache) {
            CachedItem item = cache.peek(key);
            stats.count(item == null ? Counter.DELETE_MISSES : Counter.DELETE_HITS);
            if (item == null) {
                error(BinaryStatus.NOT_FOUND);
            } else if (cas != 0 && cas != item.cas()) {
                error(BinaryStatus.EXISTS);
            } else {
                cache.delete(key);
                done(0);
            }
        }
    }

    private void count(boolean up) {
        synchronized (cache) {
            Counted counted = cache.count(key, up, extras.getLong(0), cas);
            boolean found = counted.outcome() == Counted.Outcome.COUNTED;
            if (up) {
                stats.count(found ? Counter.INCR_HITS : Counter.INCR_MISSES);
            } else {
                stats.count(found ? Counter.DECR_HITS : Counter.DECR_MISSES);
            }
            switch (counted.outcome()) {
                case COUNTED -> number(counted.value());
                case NOT_FOUND -> create();
                case EXISTS -> error(BinaryStatus.EXISTS);
                case NOT_A_NUMBER -> error(BinaryStatus.NOT_A_NUMBER);
                case NO_MEMORY -> error(BinaryStatus.NO_MEMORY);
            }
        }
    }

    private void create() {
        if (extras.getInt(16) == NO_CREATION) {
            error(BinaryStatus.NOT_FOUND);
            return;
        }
        long initial = extras.getLong(8);
        byte[] digits = Long.toUnsignedString(initial).getBytes(US_ASCII);
        int expiry = cache.clock().expiry(seconds(16));
        int place = cache.reserve(key, 0, expiry, digits.length);
        if (place < 0) {
            error(BinaryStatus.NO_MEMORY);
            return;
        }
        cache.fill(place, 0, ByteBuffer.wrap(digits), 0, digits.length);
        cache.commit(place, StoreMode.ADD, 0);
        number(initial);
    }

    private void number(long number) {
        if (!isQuiet()) {
            CachedItem item = cache.peek(key);
            header(BinaryStatus.OK, 0, 0, Long.BYTES, item == null ? 0 : item.cas());
            reply.out().writeLong(number);
        }
    }

    private void stat() {
        String group = new String(keyBytes, 0, key.length(), ISO_8859_1);
        if (group.equals("reset")) {
            administration.reset();
            done(0);
            return;
        }
        Map<String, Object> values = administration.values(group);
        if (values == null) {
            error(BinaryStatus.NOT_FOUND);
            return;
        }
        values.forEach(
                (name, text) -> {
                    String shown = String.valueOf(text);
                    header(BinaryStatus.OK, 0, name.length(), shown.length(), 0);
                    reply.text(name).text(shown);
                });
        header(BinaryStatus.OK, 0, 0, 0, 0); // the end
    }

    // END SOLUTION

    @Override
    public boolean holdsAnswers() {
        return value.isThrowingAway();
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public void close() {
        value.abandon();
    }
}
