package labs.memory.ring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import labs.cluster.Ports;
import labs.kit.FaultProxy;
import labs.memory.memcached.MemcachedServer;
import labs.memory.memcached.ServerOptions;

/** Three servers of ours, each behind a proxy that can cut it off, and a clock for the clients. */
final class CachePool implements AutoCloseable {
    static final Duration RETRY_AFTER = Duration.ofMinutes(1);

    private final List<Integer> ports =
            IntStream.range(0, 3).map(i -> Ports.free()).boxed().toList();
    private final List<MemcachedServer> running = new ArrayList<>();
    private final List<FaultProxy> proxies = new ArrayList<>();
    private final List<ShardedClient> clients = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    final List<RingServer> servers = new ArrayList<>();
    final Placement placement;

    CachePool() {
        for (int port : ports) {
            running.add(start(port));
            FaultProxy proxy = FaultProxy.to(port);
            proxies.add(proxy);
            servers.add(new RingServer("127.0.0.1", "localhost", "127.0.0.1", proxy.port(), 1));
        }
        placement = RingFormat.LIBMEMCACHED_KETAMA_WEIGHTED.place(servers);
    }

    private static MemcachedServer start(int port) {
        return MemcachedServer.start(
                ServerOptions.defaults().at("127.0.0.1", port).memory(8 << 20).threads(1));
    }

    ShardedClient client(ClientOptions.OnDeath onDeath, ClientOptions.OnReturn onReturn) {
        return client(onDeath, onReturn, new Generations());
    }

    ShardedClient client(
            ClientOptions.OnDeath onDeath,
            ClientOptions.OnReturn onReturn,
            Generations generations) {
        ClientOptions options =
                ClientOptions.defaults()
                        .with(onDeath, onReturn)
                        .patience(Duration.ofSeconds(10))
                        .retryAfter(RETRY_AFTER);
        var client = new ShardedClient(placement, options, generations, nanos::get);
        clients.add(client);
        return client;
    }

    /** A key that belongs to a server, and that the next one takes over. */
    String keyOf(int owner, int next) {
        return IntStream.range(0, 10_000)
                .mapToObj(i -> "product:" + i)
                .filter(key -> placement.server(key).equals(servers.get(owner)))
                .filter(key -> placement.preference(key).get(1).equals(servers.get(next)))
                .findFirst()
                .orElseThrow();
    }

    /** The server runs on, with all that it holds, but nobody reaches it. */
    void cutOff(int server) {
        proxies.get(server).refuse();
        proxies.get(server).cut();
    }

    /** Who is connected stays so; others find nobody. */
    void refuseNewConnections(int server) {
        proxies.get(server).refuse();
    }

    /** It can be reached again, and the clients try. */
    void reconnect(int server) {
        heal(server);
        passRetry();
    }

    void heal(int server) {
        proxies.get(server).heal();
    }

    void passRetry() {
        nanos.addAndGet(RETRY_AFTER.toNanos() + 1);
    }

    void kill(int server) {
        running.get(server).close();
    }

    void restart(int server) {
        running.set(server, start(ports.get(server)));
        passRetry();
    }

    MemcachedServer server(int number) {
        return running.get(number);
    }

    @Override
    public void close() throws java.io.IOException {
        for (ShardedClient client : clients) {
            client.close();
        }
        proxies.forEach(FaultProxy::close);
        running.forEach(MemcachedServer::close);
    }
}
