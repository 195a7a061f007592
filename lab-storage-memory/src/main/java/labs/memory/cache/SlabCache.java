package labs.memory.cache;

import java.nio.ByteBuffer;

/**
 * A cache in memory of its own, which never takes more than it was given: when there is no room,
 * the items least worth keeping go. Thread-safe: its monitor guards it all, so that several calls
 * within {@code synchronized (cache)} are one step.
 *
 * <p>A value is stored in three steps, so that it need not be held anywhere else while it comes
 * over the network: {@link #reserve} room, {@link #fill} it, {@link #commit} or {@link #abandon}
 * it.
 */
public final class SlabCache {
    /** The largest item, as memcached counts it, with its default of 1 MiB. */
    public static final int MAX_ITEM = Pages.PAGE;

    /** Not a place: the item is larger than {@link #MAX_ITEM}. */
    public static final int TOO_LARGE = -1;

    /** Not a place: all the memory is taken by values that are on their way. */
    public static final int NO_MEMORY = -2;

    private static final int MEMCACHED_HEADER = 56;
    private static final int SMALL = 16 * 1024;
    private static final int LOOKS_AT_OTHERS = 64; // evictions between two looks at other classes

    private final CacheClock clock;
    private final SlabClasses classes = new SlabClasses();
    private final Pages pages;
    private final Items items;
    private final SlabAllocator slabs;
    private final SegmentedLru lru;
    private final HashIndex index;
    private final CachedItem view;
    private long lastCas; // all guarded by this
    private long bytes;
    private long reservedBytes;
    private long totalItems;
    private long evictions;
    private long reclaimed;
    private long movedPages;
    private int
            flushBefore; // items last used up to then are flushed, once then is past; 0 is never
    private long flushBelow; // and those with a smaller CAS
    private int swept; // the next chain to look through for what has expired

    /**
     * @param bytes of memory for items, at least 1 MiB; what the index takes comes on top
     */
    public SlabCache(long bytes, CacheClock clock) {
        this.clock = clock;
        this.pages = new Pages(bytes);
        this.items = new Items(pages);
        this.slabs = new SlabAllocator(pages, classes);
        this.lru = new SegmentedLru(items, classes.count());
        this.index = new HashIndex(items);
        this.view = new CachedItem(this, items);
    }

    public CacheClock clock() {
        return clock;
    }

    /** The item with this key, which is used by that; null if there is none. */
    public synchronized CachedItem get(Key key) {
        int item = find(key, key.hash());
        if (item == 0) {
            return null;
        }
        note(item);
        return view.at(item);
    }

    /** The item with this key, and nobody notices; null if there is none. */
    public synchronized CachedItem peek(Key key) {
        int item = find(key, key.hash());
        return item == 0 ? null : view.at(item);
    }

    /** Notes that the item was read. */
    public synchronized void use(CachedItem item) {
        note(item.place());
    }

    private void note(int item) {
        if (!items.is(item, Items.ACTIVE)) { // else there is nothing to note
            lru.touch(item, clock.now());
        }
    }

    /** Makes room for a value: a place to fill, or {@link #TOO_LARGE} or {@link #NO_MEMORY}. */
    public synchronized int reserve(Key key, int flags, int expiry, int valueLength) {
        // BEGIN SOLUTION
        if (memcachedSize(key.length(), valueLength, flags) > MAX_ITEM) {
            return TOO_LARGE;
        }
        int slabClass = classes.of(Items.size(key.length(), valueLength));
        int size = classes.size(slabClass);
        if (reservedBytes + size > Math.max(size, mayBeReserved(size))) {
            return NO_MEMORY;
        }
        int item = allocate(slabClass);
        if (item == 0) {
            return NO_MEMORY;
        }
        items.write(item, slabClass, key, flags, expiry, valueLength);
        slabs.reserve(item);
        reservedBytes += size;
        return item;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-1: see part 1");
    }

    // BEGIN SOLUTION
    /** A few clients that never finish what is large must leave room for what is small. */
    private long mayBeReserved(int size) {
        long all = (long) pages.limit() * Pages.PAGE;
        return size <= SMALL ? all / 4 * 3 : all / 2;
    }

    // END SOLUTION

    private static long memcachedSize(int keyLength, long valueLength, int flags) {
        return MEMCACHED_HEADER + keyLength + 1 + (flags == 0 ? 0 : 4) + valueLength + 2;
    }

    /**
     * Writes a part of the value. Only who reserved the place may do that, and one thread at a
     * time; it needs no monitor, as nobody else sees the place.
     *
     * @param at where in the value it belongs
     */
    public void fill(int place, int at, ByteBuffer source, int from, int count) {
        items.page(place).put(items.valueOffset(place) + at, source, from, count);
    }

    /** As {@link #commit(int, StoreMode, long, boolean)}, with nothing stale. */
    public Stored commit(int place, StoreMode mode, long cas) {
        return commit(place, mode, cas, false);
    }

    /**
     * Stores the value that was filled in, if the mode's condition holds. The place is gone then.
     *
     * @param cas the version that must be there, or 0 for any
     * @param invalidate with {@link StoreMode#CAS}: an older version than the one there is stored
     *     as stale, instead of refused
     */
    public synchronized Stored commit(int place, StoreMode mode, long cas, boolean invalidate) {
        // BEGIN SOLUTION
        unreserve(place);
        Key key = Key.of(items, place);
        int hash = key.hash();
        int old = find(key, hash);
        Stored refusal = old == 0 ? refusal(mode) : refusal(place, old, mode, cas, invalidate);
        if (refusal != null) {
            slabs.free(place, items.slabClass(place));
            return refusal;
        }
        boolean joins = mode == StoreMode.APPEND || mode == StoreMode.PREPEND;
        int item = joins ? join(key, old, place, mode == StoreMode.APPEND) : place;
        if (item == 0) {
            return Stored.NOT_STORED;
        }
        if (old != 0) {
            remove(old, hash);
        }
        return new Stored(Stored.Outcome.STORED, link(item, hash));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-1: see part 1");
    }

    /** The value will not come. */
    public synchronized void abandon(int place) {
        // BEGIN SOLUTION
        unreserve(place);
        slabs.free(place, items.slabClass(place));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-1: see part 1");
    }

    // BEGIN SOLUTION
    private void unreserve(int place) {
        slabs.release(place);
        items.clear(place, Items.RESERVED);
        reservedBytes -= classes.size(items.slabClass(place));
    }

    /** Why nothing is stored where nothing is, or null. */
    private static Stored refusal(StoreMode mode) {
        return switch (mode) {
            case SET, ADD -> null;
            case CAS -> Stored.NOT_FOUND;
            case REPLACE, APPEND, PREPEND -> Stored.NOT_STORED;
        };
    }

    /** Why the old item stays, or null. */
    private Stored refusal(int item, int old, StoreMode mode, long cas, boolean invalidate) {
        boolean same = cas == items.cas(old);
        switch (mode) {
            case ADD -> {
                return Stored.NOT_STORED;
            }
            case APPEND, PREPEND -> {
                return cas == 0 || same ? null : Stored.EXISTS;
            }
            case CAS -> {
                boolean late = invalidate && Long.compareUnsigned(cas, items.cas(old)) < 0;
                if (late && cas != 0) {
                    inheritStaleness(item, old);
                    return null;
                }
                return same && cas != 0 ? null : Stored.EXISTS;
            }
            default -> {
                return null;
            }
        }
    }

    private void inheritStaleness(int item, int old) {
        items.expires(item, items.expires(old));
        items.set(item, Items.STALE);
        if (items.is(old, Items.TOKEN_SENT)) {
            items.set(item, Items.TOKEN_SENT);
        }
    }

    /** The old value and the added one in a new item; frees the place of the added one. */
    private int join(Key key, int old, int added, boolean behind) {
        int oldLength = items.valueLength(old);
        int addedLength = items.valueLength(added);
        int joined = reserveBeside(old, added, key, items.flags(old), oldLength + addedLength);
        if (joined > 0) {
            copy(old, joined, behind ? 0 : addedLength);
            copy(added, joined, behind ? oldLength : 0);
        }
        slabs.free(added, items.slabClass(added));
        return Math.max(0, joined);
    }

    /** As {@link #reserve}, while two other items must stay where they are. */
    private int reserveBeside(int old, int added, Key key, int flags, int length) {
        lru.remove(old);
        slabs.reserve(old);
        slabs.reserve(added);
        int item = reserve(key, flags, items.expires(old), length);
        slabs.release(added);
        slabs.release(old);
        lru.add(old);
        if (item > 0) {
            unreserve(item);
        }
        return item;
    }

    private void copy(int from, int to, int at) {
        ByteBuffer source = items.page(from);
        fill(to, at, source, items.valueOffset(from), items.valueLength(from));
    }

    private long link(int item, int hash) {
        items.cas(item, nextCas());
        items.lastUsed(item, clock.now());
        items.set(item, Items.LINKED);
        index.add(item, hash);
        lru.add(item);
        bytes += Items.size(items.keyLength(item), items.valueLength(item));
        totalItems++;
        return items.cas(item);
    }

    /** A chunk for an item, though others must go for it; 0 if there is none. */
    private int allocate(int slabClass) {
        int chunk = slabs.allocate(slabClass);
        if (chunk == 0 && !makeRoom(slabClass)) {
            return 0;
        }
        return chunk == 0 ? slabs.allocate(slabClass) : chunk;
    }

    private boolean makeRoom(int slabClass) {
        int victim = lru.victim(slabClass);
        boolean look = victim == 0 || evictions % LOOKS_AT_OTHERS == 0;
        if (look && takePage(slabClass, victim)) {
            return true;
        }
        if (victim == 0) {
            return false;
        }
        evict(victim);
        return true;
    }

    /** From a class whose items are used less, or from the richest if this one has nothing. */
    private boolean takePage(int slabClass, int victim) {
        int from = victim == 0 ? slabs.richestBut(slabClass) : idlest(slabClass, victim);
        int page = from < 0 ? 0 : slabs.idlePage(from);
        if (page == 0) {
            return false;
        }
        slabs.reassign(page, from, slabClass, this::evictResident);
        movedPages++;
        return true;
    }

    /** The class with more than one page whose next victim has been idle twice as long; or -1. */
    private int idlest(int slabClass, int victim) {
        int now = clock.now();
        long longest = 2L * (now - items.lastUsed(victim)) + 10;
        int idlest = -1;
        for (int other = 0; other < classes.count(); other++) {
            int theirs = other == slabClass || slabs.pages(other) < 2 ? 0 : lru.victim(other);
            if (theirs != 0 && now - items.lastUsed(theirs) > longest) {
                longest = now - items.lastUsed(theirs);
                idlest = other;
            }
        }
        return idlest;
    }

    private void evictResident(int chunk) {
        if (items.is(chunk, Items.LINKED)) {
            evict(chunk);
        }
    }

    private void evict(int item) {
        if (isDead(item)) {
            reclaimed++;
        } else {
            evictions++;
        }
        remove(item, Key.of(items, item).hash());
    }

    // END SOLUTION

    private int find(Key key, int hash) {
        int item = index.find(key, hash);
        if (item != 0 && isDead(item)) {
            reclaimed++;
            remove(item, hash);
            return 0;
        }
        return item;
    }

    private boolean isDead(int item) {
        int expires = items.expires(item);
        return expires != CacheClock.NEVER && expires <= clock.now() || isFlushed(item);
    }

    private boolean isFlushed(int item) {
        // BEGIN SOLUTION
        boolean due = flushBefore != CacheClock.NEVER && flushBefore <= clock.now();
        return due && (items.lastUsed(item) <= flushBefore || items.cas(item) < flushBelow);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-1: see part 1");
    }

    private void remove(int item, int hash) {
        index.remove(item, hash);
        lru.remove(item);
        items.clear(item, Items.LINKED);
        bytes -= Items.size(items.keyLength(item), items.valueLength(item));
        slabs.free(item, items.slabClass(item));
    }

    long nextCas() {
        return ++lastCas;
    }

    /** Removes an item. Returns whether there was one. */
    public synchronized boolean delete(Key key) {
        int hash = key.hash();
        int item = find(key, hash);
        if (item != 0) {
            remove(item, hash);
        }
        return item != 0;
    }

    /**
     * Adds to a number or takes from it, without sign: past the end it begins at 0 again, and below
     * 0 it stays 0. A number that became shorter is filled up with blanks.
     *
     * @param cas the version that must be there, or 0 for any
     */
    public synchronized Counted count(Key key, boolean up, long delta, long cas) {
        // BEGIN SOLUTION
        int item = find(key, key.hash());
        if (item == 0) {
            return new Counted(Counted.Outcome.NOT_FOUND, 0);
        }
        if (items.valueLength(item) == 0) {
            return new Counted(Counted.Outcome.NOT_A_NUMBER, 0);
        }
        if (cas != 0 && cas != items.cas(item)) {
            return new Counted(Counted.Outcome.EXISTS, 0);
        }
        Long old = Decimal.read(items.page(item), items.valueOffset(item), items.valueLength(item));
        if (old == null) {
            return new Counted(Counted.Outcome.NOT_A_NUMBER, 0);
        }
        long less = Long.compareUnsigned(delta, old) > 0 ? 0 : old - delta;
        return write(key, item, up ? old + delta : less);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-1: see part 1");
    }

    // BEGIN SOLUTION
    private Counted write(Key key, int item, long value) {
        byte[] digits = Decimal.digits(value);
        int length = items.valueLength(item);
        if (digits.length > length) {
            return replace(key, item, value, digits);
        }
        ByteBuffer page = items.page(item);
        int at = items.valueOffset(item);
        page.put(at, digits);
        for (int i = digits.length; i < length; i++) {
            page.put(at + i, (byte) ' ');
        }
        items.cas(item, nextCas());
        items.lastUsed(item, clock.now());
        return new Counted(Counted.Outcome.COUNTED, value);
    }

    private Counted replace(Key key, int item, long value, byte[] digits) {
        int place = reserve(key, items.flags(item), items.expires(item), digits.length);
        if (place < 0) {
            return new Counted(Counted.Outcome.NO_MEMORY, 0);
        }
        fill(place, 0, ByteBuffer.wrap(digits), 0, digits.length);
        commit(place, StoreMode.SET, 0);
        return new Counted(Counted.Outcome.COUNTED, value);
    }

    // END SOLUTION

    /** Notes that the client wrote the key in Base64. The place must be one that is reserved. */
    public synchronized void markBinaryKey(int place) {
        items.set(place, Items.BINARY_KEY);
    }

    /**
     * Lets everything that is older than a moment be as if it had expired.
     *
     * @param seconds until then; 0 or less is now. As memcached does it, one second early: what is
     *     stored within the last second before goes, too
     */
    public synchronized void flush(long seconds) {
        // BEGIN SOLUTION
        int moment = seconds > 0 ? clock.expiry(seconds) : clock.now();
        flushBefore = moment - 1;
        if (flushBefore <= clock.now()) {
            flushBelow = nextCas();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-1: see part 1");
    }

    /**
     * Looks through a part of the index and frees what has expired; the next call goes on behind
     * it.
     *
     * @param chains of the index to look through
     */
    public synchronized void sweep(int chains) {
        for (int i = 0; i < chains; i++) {
            for (int item = index.chain(swept); item != 0; ) {
                int next = items.next(item);
                if (isDead(item)) {
                    reclaimed++;
                    remove(item, Key.of(items, item).hash());
                }
                item = next;
            }
            swept++;
        }
    }

    public synchronized CacheStats stats() {
        return new CacheStats(
                index.count(),
                bytes,
                (long) pages.limit() * Pages.PAGE,
                (long) pages.given() * Pages.PAGE,
                totalItems,
                evictions,
                reclaimed,
                movedPages);
    }
}
