package labs.memory.memcached;

/**
 * How a server is started. Begin with {@link #defaults}.
 *
 * @param host the address to listen on
 * @param port the port; 0 for any that is free
 * @param memory bytes for items
 * @param threads event loops that serve the connections
 * @param maxConnections more are told so and closed
 */
public record ServerOptions(String host, int port, long memory, int threads, int maxConnections) {
    private static final int DEFAULT_MEMORY_MIB = 64;
    private static final int DEFAULT_CONNECTIONS = 1024;

    /**
     * @throws IllegalArgumentException if a number is out of its range
     */
    public ServerOptions {
        require(port >= 0 && port <= 65_535, "a port is 0 to 65535: " + port);
        require(memory >= 1 << 20, "at least 1 MiB of memory: " + memory + " bytes");
        require(threads >= 1, "at least one thread: " + threads);
        require(maxConnections >= 1, "at least one connection: " + maxConnections);
    }

    private static void require(boolean good, String otherwise) {
        if (!good) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** As memcached's: 64 MiB and 1,024 connections; any port of this machine's own address. */
    public static ServerOptions defaults() {
        int threads = Math.min(4, Runtime.getRuntime().availableProcessors());
        long memory = (long) DEFAULT_MEMORY_MIB << 20;
        return new ServerOptions("127.0.0.1", 0, memory, threads, DEFAULT_CONNECTIONS);
    }

    public ServerOptions at(String address, int portNumber) {
        return new ServerOptions(address, portNumber, memory, threads, maxConnections);
    }

    public ServerOptions memory(long bytes) {
        return new ServerOptions(host, port, bytes, threads, maxConnections);
    }

    public ServerOptions threads(int count) {
        return new ServerOptions(host, port, memory, count, maxConnections);
    }

    public ServerOptions maxConnections(int count) {
        return new ServerOptions(host, port, memory, threads, count);
    }
}
