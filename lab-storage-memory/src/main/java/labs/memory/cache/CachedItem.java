package labs.memory.cache;

import java.nio.ByteBuffer;

/**
 * An item as a caller sees it who holds the cache's monitor. There is one for each cache: it is
 * valid until the next look-up, and not outside of the monitor.
 */
public final class CachedItem {
    private final SlabCache cache;
    private final Items items;
    private int item;

    CachedItem(SlabCache cache, Items items) {
        this.cache = cache;
        this.items = items;
    }

    CachedItem at(int place) {
        item = place;
        return this;
    }

    int place() {
        return item;
    }

    public int flags() {
        return items.flags(item);
    }

    /** The number of this version of the value. */
    public long cas() {
        return items.cas(item);
    }

    public int keyLength() {
        return items.keyLength(item);
    }

    public int valueLength() {
        return items.valueLength(item);
    }

    /** Copies the key to a place of a buffer, whose position stays. */
    public void copyKey(ByteBuffer target, int at) {
        int from = items.valueOffset(item) - keyLength();
        target.put(at, items.page(item), from, keyLength());
    }

    /** Copies the value to a place of a buffer, whose position stays. */
    public void copyValue(ByteBuffer target, int at) {
        target.put(at, items.page(item), items.valueOffset(item), valueLength());
    }

    /** Seconds that it has left, 0 if it has just expired, -1 if it stays. */
    public int secondsLeft() {
        int expires = items.expires(item);
        return expires == CacheClock.NEVER ? -1 : Math.max(0, expires - cache.clock().now());
    }

    /** When it expires, as {@link CacheClock#expiry} says; 0 is never. */
    public int expiry() {
        return items.expires(item);
    }

    public void expiry(int expiry) {
        items.expires(item, expiry);
    }

    /** Seconds since it was stored, or read by a second reader. */
    public int secondsSinceUse() {
        return cache.clock().now() - items.lastUsed(item);
    }

    /** Was it read since it was stored? */
    public boolean isFetched() {
        return items.is(item, Items.FETCHED);
    }

    /** It is out of date, and served until somebody has fetched it anew. */
    public boolean isStale() {
        return items.is(item, Items.STALE);
    }

    /** Makes it stale, as a new version: somebody shall fetch it anew. */
    public void invalidate() {
        items.set(item, Items.STALE);
        items.clear(item, Items.TOKEN_SENT);
        items.cas(item, cache.nextCas());
    }

    /** Was somebody told to fetch it anew? */
    public boolean isTokenSent() {
        return items.is(item, Items.TOKEN_SENT);
    }

    public void sendToken() {
        items.set(item, Items.TOKEN_SENT);
    }

    /** Did the client write the key in Base64? */
    public boolean isBinaryKey() {
        return items.is(item, Items.BINARY_KEY);
    }

    /** The class of its size. */
    public int slabClass() {
        return items.slabClass(item);
    }

    /** Bytes that it takes, with its header. */
    public int size() {
        return Items.size(keyLength(), valueLength());
    }
}
