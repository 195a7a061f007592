package labs.memory.memcached;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import labs.memory.cache.CacheStats;
import labs.memory.cache.SlabCache;
import labs.memory.memcached.ServerStats.Counter;

/** What a server tells about itself, in the text and in the binary protocol. Thread-safe. */
final class Administration {
    /** The version of memcached that this behaves like, as clients look at it. */
    static final String VERSION = "1.6.18-labs";

    private final SlabCache cache;
    private final ServerStats counters;
    private final ServerOptions options;
    private final long started;

    Administration(SlabCache cache, ServerStats counters, ServerOptions options) {
        this.cache = cache;
        this.counters = counters;
        this.options = options;
        this.started = cache.clock().unixTime();
    }

    /** The command {@code stats}, whatever stands behind it. */
    void stats(CommandLine line, Reply reply) {
        String what = line.count() == 1 ? "" : line.text(1);
        if (what.equals("reset")) {
            counters.reset();
            reply.line("RESET");
            return;
        }
        Map<String, Object> values = values(what);
        if (values == null) {
            reply.line("ERROR");
            return;
        }
        values.forEach((name, value) -> reply.line("STAT " + name + " " + value));
        reply.line("END");
    }

    /** The values of a group, by name in their order; null if there is no such group. */
    Map<String, Object> values(String group) {
        return switch (group) {
            case "" -> general();
            case "settings" -> settings();
            case "items", "slabs", "sizes", "conns" -> new LinkedHashMap<>();
            default -> null;
        };
    }

    void reset() {
        counters.reset();
    }

    private Map<String, Object> general() {
        CacheStats stats = cache.stats();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("pid", ProcessHandle.current().pid());
        values.put("uptime", cache.clock().unixTime() - started);
        values.put("time", cache.clock().unixTime());
        values.put("version", VERSION);
        values.put("pointer_size", 64);
        values.put("max_connections", options.maxConnections());
        for (Counter counter : Counter.values()) {
            values.put(counter.word(), counters.of(counter));
        }
        values.put("limit_maxbytes", stats.limit());
        values.put("threads", options.threads());
        values.put("bytes", stats.bytes());
        values.put("curr_items", stats.items());
        values.put("total_items", stats.totalItems());
        values.put("slab_bytes", stats.allocated());
        values.put("slabs_moved", stats.movedPages());
        values.put("evictions", stats.evictions());
        values.put("reclaimed", stats.reclaimed());
        values.put("heap_bytes", heap());
        return values;
    }

    private static long heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private Map<String, Object> settings() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("maxbytes", cache.stats().limit());
        values.put("maxconns", options.maxConnections());
        values.put("tcpport", options.port());
        values.put("inter", options.host());
        values.put("num_threads", options.threads());
        values.put("item_size_max", SlabCache.MAX_ITEM);
        values.put("cas_enabled", "yes");
        values.put("binding_protocol", "auto-negotiate");
        values.put("evictions", "on");
        values.put("lru_segmented", "yes");
        return values;
    }
}
