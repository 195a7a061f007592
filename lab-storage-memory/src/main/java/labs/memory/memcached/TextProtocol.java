package labs.memory.memcached;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import labs.memory.cache.CachedItem;
import labs.memory.cache.Counted;
import labs.memory.cache.Key;
import labs.memory.cache.SlabCache;
import labs.memory.cache.StoreMode;
import labs.memory.cache.Stored;
import labs.memory.memcached.ServerStats.Counter;

/**
 * Memcached's text protocol (protocol.txt of its source), as version 1.6 speaks it: a line for each
 * command, and values behind those that store.
 */
final class TextProtocol implements Protocol {
    static final String BAD_FORMAT = "CLIENT_ERROR bad command line format";
    private static final int LONGEST_LINE = 2048; // but for those with many keys
    private static final int LONGEST_KEYS = 1 << 20;
    private static final int ENOUGH = 64 * 1024; // bytes of answers, before the client must read
    private static final byte[] GET = bytes("get");
    private static final byte[] GETS = bytes("gets");
    private static final byte[] SET = bytes("set");
    private static final byte[] NOREPLY = bytes("noreply");
    private static final byte[] VALUE = bytes("VALUE ");
    private static final byte[] END = bytes("END\r\n");
    private static final byte[] STORED = bytes("STORED\r\n");

    private final SlabCache cache;
    private final ServerStats stats;
    private final Reply reply;
    private final Administration administration;
    private final MetaCommands meta;
    private final IncomingValue value;
    private final CommandLine line = new CommandLine();
    private final Key key = new Key();
    private StoreMode mode; // of the value that comes
    private long cas; // that it must replace, or 0
    private boolean quiet; // noreply: the next answer is left out
    private boolean over;
    private boolean answering; // a line with many keys, not all of which are answered yet
    private int nextKey; // of that line
    private boolean withCas;
    private boolean touching;
    private int expiry;

    TextProtocol(SlabCache cache, ServerStats stats, Reply reply, Administration administration) {
        this.cache = cache;
        this.stats = stats;
        this.reply = reply;
        this.administration = administration;
        this.value = new IncomingValue(cache);
        this.meta = new MetaCommands(cache, stats, reply, value);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }

    @Override
    public boolean step(ByteBuf in) {
        // BEGIN SOLUTION
        if (answering) {
            answerKeys();
            return true;
        }
        if (value.isThrowingAway()) {
            return value.take(in);
        }
        if (value.isComing()) {
            return value.take(in) && stored();
        }
        int length = in.bytesBefore((byte) '\n');
        if (length < 0) {
            over = isTooLong(in);
            return false;
        }
        boolean carriage = length > 1 && in.getByte(in.readerIndex() + length - 1) == '\r';
        line.read(in, carriage ? length - 1 : length);
        in.skipBytes(carriage ? 2 : 1);
        command();
        return true;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-2: see part 2");
    }

    // BEGIN SOLUTION
    private static boolean isTooLong(ByteBuf in) {
        int length = in.readableBytes();
        if (length <= LONGEST_LINE) {
            return false;
        }
        int blanks = 0;
        while (blanks < 100 && in.getByte(in.readerIndex() + blanks) == ' ') {
            blanks++;
        }
        String begin = in.toString(in.readerIndex() + blanks, 5, US_ASCII);
        return !(begin.startsWith("get ") || begin.equals("gets ")) || length > LONGEST_KEYS;
    }

    private void command() {
        quiet = false;
        if (line.count() == 0 || line.length(0) < 2) {
            error();
        } else if (line.is(0, GET)) {
            retrieve(false, false);
        } else if (line.is(0, SET)) {
            store(StoreMode.SET);
        } else if (line.at(0, 0) == 'm' && line.length(0) == 2) {
            meta.command(line);
        } else if (line.is(0, GETS)) {
            retrieve(true, false);
        } else {
            rare(line.text(0));
        }
    }

    private void rare(String command) {
        switch (command) {
            case "add" -> store(StoreMode.ADD);
            case "replace" -> store(StoreMode.REPLACE);
            case "append" -> store(StoreMode.APPEND);
            case "prepend" -> store(StoreMode.PREPEND);
            case "cas" -> store(StoreMode.CAS);
            case "bget" -> retrieve(false, false);
            case "gat" -> retrieve(false, true);
            case "gats" -> retrieve(true, true);
            case "incr" -> count(true);
            case "decr" -> count(false);
            case "delete" -> delete();
            case "touch" -> touch();
            case "flush_all" -> flush();
            case "verbosity" -> verbosity();
            case "version" -> answer("VERSION " + Administration.VERSION);
            case "stats" -> administration.stats(line, reply);
            case "quit" -> over = true;
            default -> unknown();
        }
    }

    /** A browser that was led here gets no answer: it could be made to send commands. */
    private void unknown() {
        over = line.text(line.count() - 1).startsWith("HTTP/");
        if (!over) {
            error();
        }
    }

    private boolean wants(int least, int most) {
        boolean good = line.count() >= least && line.count() <= most;
        if (!good) {
            error();
        }
        return good;
    }

    private void error() {
        reply.line("ERROR");
    }

    /** An answer that a client can do without. */
    private void answer(String text) {
        if (!quiet) {
            reply.line(text);
        }
        quiet = false;
    }

    private void quietIfAsked() {
        quiet = line.is(line.count() - 1, NOREPLY);
    }

    private boolean hasGoodKey() {
        boolean good = line.length(1) <= Key.MAX_LENGTH;
        if (!good) {
            answer(BAD_FORMAT);
        }
        return good;
    }

    private void retrieve(boolean cas, boolean touch) {
        if (line.count() < 2) {
            error();
            return;
        }
        if (line.hasLongerWord(Key.MAX_LENGTH)) {
            reply.line(BAD_FORMAT); // and none of the others, though they come first
            return;
        }
        withCas = cas;
        touching = touch;
        nextKey = touch ? 2 : 1;
        if (touch && !line.isSigned32(1, 0)) {
            answer("CLIENT_ERROR invalid exptime argument");
            return;
        }
        expiry = touch ? cache.clock().expiry(line.number()) : 0;
        answering = true;
        answerKeys();
    }

    /** As many as make enough of an answer; the others when the client has read that. */
    private void answerKeys() {
        int enough = reply.size() + ENOUGH;
        int asked = 0;
        int hits = 0;
        while (reply.size() < enough && moreKeys()) {
            asked++;
            synchronized (cache) { // for each: others wait for less, and to enter it again is slow
                hits += answerKey(line.key(nextKey++, key)) ? 1 : 0;
            }
        }
        stats.add(touching ? Counter.CMD_TOUCH : Counter.CMD_GET, asked);
        stats.add(touching ? Counter.TOUCH_HITS : Counter.GET_HITS, hits);
        stats.add(touching ? Counter.TOUCH_MISSES : Counter.GET_MISSES, asked - hits);
        if (!moreKeys()) {
            reply.bytes(END);
            answering = false;
            line.shrink();
        }
    }

    private boolean moreKeys() {
        if (nextKey < line.count()) {
            return true;
        }
        boolean more = line.hasRest() && line.cut();
        nextKey = more ? 0 : nextKey;
        return more;
    }

    private boolean answerKey(Key wanted) {
        CachedItem item = cache.get(wanted);
        if (item == null) {
            return false;
        }
        if (touching) {
            item.expiry(expiry);
        }
        reply.bytes(VALUE).key(item).character(' ').number(item.flags() & 0xffff_ffffL);
        reply.character(' ').number(item.valueLength());
        if (withCas) {
            reply.character(' ').number(item.cas());
        }
        reply.end();
        reply.value(item).end();
        return true;
    }

    private void store(StoreMode how) {
        boolean versioned = how == StoreMode.CAS;
        int words = versioned ? 6 : 5;
        if (!wants(words, words + 1)) {
            return;
        }
        quietIfAsked();
        if (!hasGoodKey()) {
            return;
        }
        if (!line.isUnsigned32(2, 0)) {
            answer(BAD_FORMAT);
            return;
        }
        int flags = (int) line.number();
        if (!line.isSigned32(3, 0)) {
            answer(BAD_FORMAT);
            return;
        }
        int expires = cache.clock().expiry(line.number());
        cas = 0;
        if (versioned && line.isUnsigned64(5, 0)) {
            cas = line.number();
        } else if (versioned) {
            answer(BAD_FORMAT);
            return;
        }
        if (!line.isSigned32(4, 0) || line.number() < 0 || line.number() > Integer.MAX_VALUE - 2) {
            answer(BAD_FORMAT);
            return;
        }
        mode = how;
        begin(flags, expires, (int) line.number());
    }

    private void begin(int flags, int expires, int length) {
        line.key(1, key);
        int place = cache.reserve(key, flags, expires, length);
        if (place > 0) {
            value.begin(place, length, true);
            return;
        }
        if (place == SlabCache.TOO_LARGE) {
            stats.count(Counter.STORE_TOO_LARGE);
            answer("SERVER_ERROR object too large for cache");
        } else {
            stats.count(Counter.STORE_NO_MEMORY);
            answer("SERVER_ERROR out of memory storing object");
        }
        if (mode == StoreMode.SET) {
            cache.delete(key); // better none than the one that it should have replaced
        }
        value.throwAway(length + 2L);
    }

    private boolean stored() {
        stats.count(Counter.CMD_SET);
        int place = value.finish();
        if (meta.awaitsValue()) {
            meta.stored(place, value.isGood());
        } else if (value.isGood()) {
            tell(cache.commit(place, mode, cas));
        } else {
            cache.abandon(place);
            answer("CLIENT_ERROR bad data chunk");
        }
        return true;
    }

    private void tell(Stored stored) {
        if (mode == StoreMode.CAS) {
            stats.count(
                    switch (stored.outcome()) {
                        case STORED -> Counter.CAS_HITS;
                        case EXISTS -> Counter.CAS_BADVAL;
                        default -> Counter.CAS_MISSES;
                    });
        }
        if (stored.outcome() == Stored.Outcome.STORED && !quiet) {
            reply.bytes(STORED); // by far the most frequent
        } else {
            answer(stored.outcome().name());
        }
    }

    private void count(boolean up) {
        if (!wants(3, 4)) {
            return;
        }
        quietIfAsked();
        if (!hasGoodKey()) {
            return;
        }
        if (!line.isUnsigned64(2, 0)) {
            answer("CLIENT_ERROR invalid numeric delta argument");
            return;
        }
        Counted counted = cache.count(line.key(1, key), up, line.number(), 0);
        switch (counted.outcome()) {
            case COUNTED -> {
                stats.count(up ? Counter.INCR_HITS : Counter.DECR_HITS);
                answer(Long.toUnsignedString(counted.value()));
            }
            case NOT_FOUND -> {
                stats.count(up ? Counter.INCR_MISSES : Counter.DECR_MISSES);
                answer("NOT_FOUND");
            }
            case NO_MEMORY -> answer("SERVER_ERROR out of memory");
            default -> answer("CLIENT_ERROR cannot increment or decrement non-numeric value");
        }
    }

    private void delete() {
        if (!wants(2, 4)) {
            return;
        }
        if (line.count() > 2 && !hasGoodDeleteWords()) {
            answer(BAD_FORMAT + ".  Usage: delete <key> [noreply]");
            return;
        }
        if (!hasGoodKey()) {
            return;
        }
        boolean deleted = cache.delete(line.key(1, key));
        stats.count(deleted ? Counter.DELETE_HITS : Counter.DELETE_MISSES);
        answer(deleted ? "DELETED" : "NOT_FOUND");
    }

    /** An old form has a time before noreply, of which only 0 is left. */
    private boolean hasGoodDeleteWords() {
        boolean zero = line.text(2).equals("0");
        quietIfAsked();
        return line.count() == 3 ? zero || quiet : zero && quiet;
    }

    private void touch() {
        if (!wants(3, 4)) {
            return;
        }
        quietIfAsked();
        if (!hasGoodKey()) {
            return;
        }
        if (!line.isSigned32(2, 0)) {
            answer("CLIENT_ERROR invalid exptime argument");
            return;
        }
        boolean touched;
        synchronized (cache) {
            CachedItem item = cache.get(line.key(1, key));
            touched = item != null;
            if (touched) {
                item.expiry(cache.clock().expiry(line.number()));
            }
        }
        stats.count(Counter.CMD_TOUCH);
        stats.count(touched ? Counter.TOUCH_HITS : Counter.TOUCH_MISSES);
        answer(touched ? "TOUCHED" : "NOT_FOUND");
    }

    private void flush() {
        if (!wants(1, 3)) {
            return;
        }
        quietIfAsked();
        stats.count(Counter.CMD_FLUSH);
        long seconds = 0;
        if (line.count() != (quiet ? 2 : 1)) {
            if (!line.isSigned32(1, 0)) {
                answer("CLIENT_ERROR invalid exptime argument");
                return;
            }
            seconds = line.number();
        }
        cache.flush(seconds);
        answer("OK");
    }

    private void verbosity() {
        if (!wants(2, 3)) {
            return;
        }
        quietIfAsked();
        answer(line.isUnsigned32(1, 0) ? "OK" : BAD_FORMAT);
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
