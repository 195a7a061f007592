package labs.memory.cache;

/**
 * How a cache is.
 *
 * @param items items in it
 * @param bytes bytes that they take
 * @param limit bytes that it may take at most
 * @param allocated bytes that it has taken from the system
 * @param totalItems items ever stored
 * @param evictions items that went to make room
 * @param reclaimed items that had expired when their room was needed or they were looked at
 * @param movedPages pages that went from one class of sizes to another
 */
public record CacheStats(
        long items,
        long bytes,
        long limit,
        long allocated,
        long totalItems,
        long evictions,
        long reclaimed,
        long movedPages) {}
