package labs.memory.memcached;

import io.netty.buffer.ByteBuf;
import java.util.Base64;
import labs.memory.cache.CachedItem;
import labs.memory.cache.Counted;
import labs.memory.cache.Key;
import labs.memory.cache.SlabCache;
import labs.memory.cache.StoreMode;
import labs.memory.cache.Stored;
import labs.memory.memcached.ServerStats.Counter;

/**
 * The meta commands: {@code mg} gets, {@code ms} sets, {@code md} deletes, {@code ma} counts,
 * {@code me} tells all about an item, {@code mn} does nothing. What is done and what is told, flags
 * say.
 */
final class MetaCommands {
    private static final int MOST_WORDS = 19;
    private static final String OPAQUE_TOO_LONG = "CLIENT_ERROR opaque token too long";

    private final SlabCache cache;
    private final ServerStats stats;
    private final Reply reply;
    private final IncomingValue value;
    private final MetaFlags flags = new MetaFlags();
    private CommandLine line;
    private boolean wins; // who gets this answer shall fetch the item anew
    private StoreMode mode; // of the value that comes; or null
    private byte[] told; // the flags that the answer to it repeats

    MetaCommands(SlabCache cache, ServerStats stats, Reply reply, IncomingValue value) {
        this.cache = cache;
        this.stats = stats;
        this.reply = reply;
        this.value = value;
    }

    void command(CommandLine words) {
        // BEGIN SOLUTION
        line = words;
        stats.count(Counter.CMD_META);
        char command = (char) line.at(0, 1);
        if (command == 'n') {
            reply.line("MN");
        } else if (command == 'e') {
            debug();
        } else if ("gsda".indexOf(command) < 0 || line.count() < 2) {
            reply.line("ERROR");
        } else if (line.length(1) > Key.MAX_LENGTH) {
            reply.line(TextProtocol.BAD_FORMAT);
        } else if (command == 's') {
            set();
        } else {
            String problem = problem(command);
            if (problem != null) {
                reply.line(problem);
            } else if (command == 'g') {
                get();
            } else if (command == 'd') {
                delete();
            } else {
                arithmetic();
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-2: see README, part
        // 2");
    }

    // BEGIN SOLUTION
    private String problem(char command) {
        if (line.count() > MOST_WORDS) {
            return "CLIENT_ERROR options flags " + (command == 'g' ? "are too long" : "too long");
        }
        String problem = flags.read(line, 2, cache.clock());
        if (problem != null && command != 'g') {
            return "CLIENT_ERROR invalid or duplicate flag";
        }
        // The others notice it when they tell what they have done.
        return problem == null && command == 'd' ? opaqueProblem(2) : problem;
    }

    private String opaqueProblem(int from) {
        for (int word = from; word < line.count(); word++) {
            if (line.at(word, 0) == 'O' && line.length(word) > MetaFlags.MAX_OPAQUE) {
                return OPAQUE_TOO_LONG;
            }
        }
        return null;
    }

    private void get() {
        synchronized (cache) {
            CachedItem item = cache.peek(flags.key());
            boolean vivified = item == null && flags.has('N') && vivify();
            if (vivified) {
                item = cache.peek(flags.key());
            }
            boolean touching = item != null && flags.has('T');
            stats.count(touching ? Counter.CMD_TOUCH : Counter.CMD_GET);
            if (item == null) {
                stats.count(Counter.GET_MISSES);
                miss();
                return;
            }
            stats.count(touching ? Counter.TOUCH_HITS : Counter.GET_HITS);
            if (hit(item, vivified) && !flags.has('u')) {
                cache.use(item);
            }
        }
    }

    private boolean vivify() {
        int place = cache.reserve(flags.key(), 0, 0, 0);
        return place > 0 && cache.commit(place, StoreMode.SET, 0).cas() > 0;
    }

    /** Is it about to expire, and was nobody told so yet? */
    private boolean isLate(CachedItem item) {
        return !item.isTokenSent() && item.expiry() != 0 && item.expiry() < flags.recache;
    }

    private void miss() {
        String problem = opaqueProblem(2);
        if (problem != null) {
            reply.line(problem);
        } else if (!flags.has('q')) {
            status("EN");
        }
    }

    private boolean hit(CachedItem item, boolean vivified) {
        int begin = reply.out().writerIndex();
        boolean withValue = flags.has('v');
        wins = vivified;
        if (withValue) {
            reply.text("VA ").number(item.valueLength());
        } else {
            reply.text("HD");
        }
        if (!tell(item, vivified)) {
            return refuse(begin);
        }
        if (item.isTokenSent()) {
            reply.text(" Z");
        }
        if (item.isStale()) {
            reply.text(" X");
        }
        if (wins || item.isStale() && !item.isTokenSent()) {
            reply.text(" W");
            item.sendToken();
        }
        reply.end();
        if (withValue) {
            reply.value(item).end();
        }
        return true;
    }

    /** What was written of an answer is taken back, though not what was done. */
    private boolean refuse(int begin) {
        reply.out().writerIndex(begin);
        reply.line(OPAQUE_TOO_LONG);
        return false;
    }

    /** What the flags ask for, in their order. Returns whether all of it can be told. */
    private boolean tell(CachedItem item, boolean created) {
        for (int word = 2; word < line.count(); word++) {
            char letter = (char) line.at(word, 0);
            if (letter == 'O' && line.length(word) > MetaFlags.MAX_OPAQUE) {
                return false;
            }
            switch (letter) {
                case 'O' -> opaque(word);
                case 'k' -> key(item.isBinaryKey());
                case 'N' -> {
                    if (created) {
                        item.expiry(flags.vivifyExpiry);
                    }
                }
                case 'R' -> wins |= !created && isLate(item); // by a T before it, too
                default -> tell(letter, item);
            }
        }
        return true;
    }

    private void opaque(int word) {
        reply.character(' ');
        line.write(word, reply.out());
    }

    private void tell(char letter, CachedItem item) {
        switch (letter) {
            case 'T' -> item.expiry(flags.expiry);
            case 's' -> number('s', item.valueLength());
            case 'c' -> number('c', item.cas());
            case 'f' -> number('f', item.flags() & 0xffff_ffffL);
            case 'l' -> number('l', item.secondsSinceUse());
            case 'h' -> number('h', item.isFetched() ? 1 : 0);
            case 't' -> {
                if (item.secondsLeft() < 0) {
                    reply.text(" t-1");
                } else {
                    number('t', item.secondsLeft());
                }
            }
            default -> {
                // what a flag does besides is done elsewhere
            }
        }
    }

    private void number(char letter, long number) {
        reply.character(' ').character(letter).number(number);
    }

    private void key(boolean binary) {
        Key key = flags.key();
        reply.text(" k");
        if (binary) {
            byte[] plain = new byte[key.length()];
            System.arraycopy(key.bytes(), key.offset(), plain, 0, plain.length);
            reply.bytes(Base64.getEncoder().encode(plain)).text(" b");
        } else {
            reply.out().writeBytes(key.bytes(), key.offset(), key.length());
        }
    }

    private void set() {
        if (line.count() == 2) {
            reply.line(TextProtocol.BAD_FORMAT);
            return;
        }
        if (line.count() > MOST_WORDS) {
            reply.line("CLIENT_ERROR options flags too long");
            return;
        }
        if (!line.isSigned32(2, 0) || line.number() < 0 || line.number() > Integer.MAX_VALUE - 2) {
            reply.line(TextProtocol.BAD_FORMAT);
            return;
        }
        int length = (int) line.number();
        String problem = flags.read(line, 3, cache.clock());
        StoreMode how = mode(flags.mode);
        if (problem == null) {
            problem = how == null ? "CLIENT_ERROR invalid mode for ms M token" : opaqueProblem(2);
        }
        if (problem != null || !begin(length, how)) {
            if (problem != null) {
                reply.line(problem);
            }
            value.throwAway(length + 2L); // else it would be read as commands
        }
    }

    private StoreMode mode(char letter) {
        StoreMode chosen =
                switch (letter) {
                    case 0, 'S' -> StoreMode.SET;
                    case 'E' -> StoreMode.ADD;
                    case 'A' -> StoreMode.APPEND;
                    case 'P' -> StoreMode.PREPEND;
                    case 'R' -> StoreMode.REPLACE;
                    default -> null;
                };
        boolean versioned = chosen == StoreMode.SET || chosen == StoreMode.REPLACE;
        return versioned && flags.has('C') ? StoreMode.CAS : chosen;
    }

    private boolean begin(int length, StoreMode how) {
        int place = cache.reserve(flags.key(), flags.clientFlags, flags.expiry, length);
        if (place < 0) {
            boolean large = place == SlabCache.TOO_LARGE;
            stats.count(large ? Counter.STORE_TOO_LARGE : Counter.STORE_NO_MEMORY);
            cache.delete(flags.key());
            reply.line(
                    large
                            ? "SERVER_ERROR object too large for cache"
                            : "SERVER_ERROR out of memory storing object");
            return false;
        }
        if (flags.has('b')) {
            cache.markBinaryKey(place);
        }
        mode = how;
        value.begin(place, length, true);
        return true;
    }

    // END SOLUTION

    /** Does the value that comes belong to a meta command? */
    boolean awaitsValue() {
        return mode != null;
    }

    /** The value has come to its place. */
    void stored(int place, boolean good) {
        // BEGIN SOLUTION
        StoreMode how = mode;
        mode = null;
        if (!good) {
            cache.abandon(place);
            reply.line("CLIENT_ERROR bad data chunk");
            return;
        }
        boolean invalidate = flags.has('I') && how == StoreMode.CAS;
        Stored stored = cache.commit(place, how, flags.cas, invalidate);
        if (stored.outcome() == Stored.Outcome.STORED && flags.has('q')) {
            return;
        }
        reply.text(
                switch (stored.outcome()) {
                    case STORED -> "HD";
                    case EXISTS -> "EX";
                    case NOT_FOUND -> "NF";
                    case NOT_STORED -> "NS";
                });
        for (int word = 2; word < line.count(); word++) {
            switch ((char) line.at(word, 0)) {
                case 'O' -> opaque(word);
                case 'k' -> key(flags.has('b'));
                case 'c' -> number('c', stored.cas());
                default -> {
                    // not told
                }
            }
        }
        reply.end();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-2: see README, part
        // 2");
    }

    // BEGIN SOLUTION
    private void delete() {
        synchronized (cache) {
            CachedItem item = cache.peek(flags.key());
            stats.count(item == null ? Counter.DELETE_MISSES : Counter.DELETE_HITS);
            String status = "NF";
            if (item != null && flags.has('C') && item.cas() != flags.cas) {
                status = "EX";
            } else if (item != null) {
                status = "HD";
                deleteOrInvalidate(item);
            }
            if (!(flags.has('q') && status.equals("HD"))) {
                status(status);
            }
        }
    }

    private void deleteOrInvalidate(CachedItem item) {
        if (!flags.has('I')) {
            cache.delete(flags.key());
            return;
        }
        if (flags.has('T')) {
            item.expiry(flags.expiry);
        }
        item.invalidate();
    }

    private void arithmetic() {
        boolean up = flags.mode == 0 || flags.mode == 'I' || flags.mode == '+';
        if (!up && flags.mode != 'D' && flags.mode != '-') {
            reply.line("CLIENT_ERROR invalid mode for ma M token");
            return;
        }
        synchronized (cache) {
            Counted counted = cache.count(flags.key(), up, flags.delta, flags.cas);
            boolean found = counted.outcome() == Counted.Outcome.COUNTED;
            count(up, found);
            switch (counted.outcome()) {
                case COUNTED -> counted(false);
                case NOT_FOUND -> {
                    if (flags.has('N') && create()) {
                        counted(true);
                    } else {
                        missed("NF");
                    }
                }
                case EXISTS -> missed("EX");
                case NO_MEMORY -> reply.line("SERVER_ERROR out of memory");
                default ->
                        reply.line("CLIENT_ERROR cannot increment or decrement non-numeric value");
            }
        }
    }

    private void missed(String status) {
        String problem = opaqueProblem(2);
        if (problem == null) {
            status(status);
        } else {
            reply.line(problem);
        }
    }

    private void count(boolean up, boolean found) {
        if (up) {
            stats.count(found ? Counter.INCR_HITS : Counter.INCR_MISSES);
        } else {
            stats.count(found ? Counter.DECR_HITS : Counter.DECR_MISSES);
        }
    }

    private boolean create() {
        byte[] digits =
                Long.toUnsignedString(flags.initial)
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        int place = cache.reserve(flags.key(), 0, 0, digits.length);
        if (place < 0) {
            return false;
        }
        cache.fill(place, 0, java.nio.ByteBuffer.wrap(digits), 0, digits.length);
        cache.commit(place, StoreMode.ADD, 0);
        return true;
    }

    private void counted(boolean created) {
        CachedItem item = cache.peek(flags.key());
        ByteBuf out = reply.out();
        int begin = out.writerIndex();
        reply.value(item);
        int length = digits(out, begin);
        byte[] number = new byte[length];
        out.getBytes(begin, number).writerIndex(begin);
        if (flags.has('v')) {
            reply.text("VA ").number(length);
        } else {
            reply.text("HD");
        }
        if (!tellCounted(item, created)) {
            refuse(begin);
            return;
        }
        reply.end();
        if (flags.has('v')) {
            reply.bytes(number).end();
        }
        if (flags.has('q') && !created) {
            out.writerIndex(begin); // it went as expected, which need not be told
        }
    }

    /** How many digits the value has before the blanks that fill it up. */
    private static int digits(ByteBuf out, int begin) {
        int end = begin;
        while (end < out.writerIndex() && out.getByte(end) >= '0' && out.getByte(end) <= '9') {
            end++;
        }
        return end - begin;
    }

    private boolean tellCounted(CachedItem item, boolean created) {
        for (int word = 2; word < line.count(); word++) {
            char letter = (char) line.at(word, 0);
            if (letter == 'O' && line.length(word) > MetaFlags.MAX_OPAQUE) {
                return false;
            }
            switch (letter) {
                case 'O' -> opaque(word);
                case 'k' -> key(flags.has('b'));
                case 'c', 't', 'T' -> tell(letter, item);
                case 'N' -> {
                    if (created) {
                        item.expiry(flags.vivifyExpiry);
                    }
                }
                default -> {
                    // not told
                }
            }
        }
        return true;
    }

    /** A status, with what repeats the request. */
    private void status(String status) {
        reply.text(status);
        for (int word = 2; word < line.count(); word++) {
            switch ((char) line.at(word, 0)) {
                case 'O' -> opaque(word);
                case 'k' -> key(flags.has('b'));
                default -> {
                    // there is nothing that it could tell about
                }
            }
        }
        reply.end();
    }

    private void debug() {
        if (line.count() < 2 || line.length(1) > Key.MAX_LENGTH) {
            reply.line(TextProtocol.BAD_FORMAT);
            return;
        }
        boolean binary = line.count() >= 3 && line.length(2) == 1 && line.at(2, 0) == 'b';
        String problem = flags.read(line, binary ? 2 : line.count(), cache.clock());
        if (problem != null) {
            reply.line(TextProtocol.BAD_FORMAT);
            return;
        }
        synchronized (cache) {
            CachedItem item = cache.peek(flags.key());
            if (item == null) {
                reply.line("EN");
                return;
            }
            reply.text("ME ");
            if (item.isBinaryKey()) {
                byte[] key = new byte[item.keyLength()];
                item.copyKey(java.nio.ByteBuffer.wrap(key), 0);
                reply.bytes(Base64.getEncoder().encode(key));
            } else {
                reply.key(item);
            }
            reply.line(
                    " exp=%d la=%d cas=%d fetch=%s cls=%d size=%d"
                            .formatted(
                                    item.expiry() == 0 ? -1 : -item.secondsLeft(),
                                    item.secondsSinceUse(),
                                    item.cas(),
                                    item.isFetched() ? "yes" : "no",
                                    item.slabClass(),
                                    item.size()));
        }
    }
    // END SOLUTION
}
