package labs.proxy.tcp;

import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;

/** Looks for buffers that nobody has released. */
public final class Buffers {
    private Buffers() {}

    /** How many direct buffers are in use; when all connections are closed, any are lost. */
    public static long inUse(PooledByteBufAllocator allocator) {
        return allocator.metric().directArenas().stream()
                .mapToLong(PoolArenaMetric::numActiveAllocations)
                .sum();
    }
}
