package labs.proxy.run;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import labs.proxy.backend.Dialer;
import labs.proxy.backend.Member;
import labs.proxy.backend.Upstream;
import labs.proxy.config.Backend;
import labs.proxy.config.Bind;
import labs.proxy.config.Configuration;
import labs.proxy.config.Frontend;
import labs.proxy.config.StickTable;
import labs.proxy.http.ClientSide;
import labs.proxy.http.HttpEngine;
import labs.proxy.http.HttpFrontend;
import labs.proxy.ops.StatsPages;
import labs.proxy.ops.Status;
import labs.proxy.overload.Gate;
import labs.proxy.stats.Counters;
import labs.proxy.tcp.Buffers;
import labs.proxy.tcp.Transport;
import labs.proxy.tls.Certificates;

/**
 * The whole proxy, as a configuration says. Thread-safe. Close it.
 *
 * <p>A new configuration takes the place of the old one while it runs: addresses that both have
 * stay open, connections stay, and those in mode http follow the new one from their next request
 * on.
 */
public final class Proxy implements AutoCloseable {
    private static final WriteBufferWaterMark ROOM = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    private final PooledByteBufAllocator allocator = new PooledByteBufAllocator(true);
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Map<String, Counters> counters = new ConcurrentHashMap<>();
    private final Map<String, HttpFrontend> httpFrontends = new ConcurrentHashMap<>();
    private final Map<String, Listener> listeners = new LinkedHashMap<>(); // guarded by this
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Map<String, Gate> gates = new ConcurrentHashMap<>(); // by frontend
    private final Gate gate = new Gate(0, this::review); // of all clients
    private final long started = System.nanoTime();
    private final EventLoopGroup loops;
    private final ServerBootstrap template; // without the kind of sockets
    private final Class<? extends ServerSocketChannel> listenerKind;
    private final Dialer dialer;
    private final HttpEngine engine;
    private final Doors doors;
    private volatile Configuration configuration;
    private volatile Map<String, Upstream> upstreams = Map.of();
    private volatile List<Listener> listening = List.of(); // event loops may not wait for the lock
    private volatile boolean stopped;

    /**
     * How a proxy is to run.
     *
     * @param nativeTransport whether epoll may be used where there is one
     * @param threads how many event loops
     */
    public record Options(boolean nativeTransport, int threads) {
        /** What is best on most machines. */
        public static final Options DEFAULT =
                new Options(true, Runtime.getRuntime().availableProcessors());
    }

    private Proxy(Options options) {
        Transport transport = Transport.best(options.nativeTransport());
        loops = transport.loops(options.threads(), "proxy");
        template = listening();
        listenerKind = transport.listener();
        dialer = new Dialer(connecting(transport), connections);
        engine = new HttpEngine(dialer, loops, new StatsPages(this::status));
        doors = new Doors(this::counters, httpFrontends, dialer, engine);
        loops.next().scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    /**
     * Starts.
     *
     * @throws IOException if an address cannot be listened on, or a certificate cannot be used
     */
    public static Proxy start(Configuration configuration, Options options) throws IOException {
        var proxy = new Proxy(options);
        try {
            proxy.reload(configuration);
            return proxy;
        } catch (IOException | RuntimeException e) {
            proxy.close();
            throw e;
        }
    }

    /**
     * Looks at what only the use of a configuration shows: files that rules name, and the like.
     *
     * @throws IOException if it could not be started for that
     */
    public static void check(Configuration configuration) throws IOException {
        for (Frontend frontend : configuration.frontends()) {
            for (Bind bind : frontend.binds()) {
                Listener.certificates(bind);
            }
        }
        Doors.check(configuration);
    }

    private ServerBootstrap listening() {
        return new ServerBootstrap()
                .group(loops)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .option(ChannelOption.ALLOCATOR, allocator)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, ROOM)
                .childOption(ChannelOption.ALLOCATOR, allocator);
    }

    private Bootstrap connecting(Transport transport) {
        return new Bootstrap()
                .channel(transport.connection())
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, ROOM)
                .option(ChannelOption.ALLOCATOR, allocator);
    }

    /**
     * Puts another configuration in the place of this one. If anything about it cannot be had,
     * nothing changes.
     *
     * @throws IOException if an address cannot be listened on, or a certificate cannot be used
     */
    public synchronized void reload(Configuration next) throws IOException {
        Map<Bind, Optional<Certificates>> certificates = new HashMap<>();
        for (Frontend frontend : next.frontends()) {
            for (Bind bind : frontend.binds()) {
                certificates.put(bind, Listener.certificates(bind)); // before anything has changed
            }
        }
        Map<String, Upstream> before = upstreams;
        Map<String, Upstream> now = upstreams(next, before);
        Map<String, Listener> opened = new HashMap<>();
        Set<String> kept = new HashSet<>();
        try {
            Map<String, HttpFrontend> frontends = new HashMap<>();
            Map<String, Door> doors = this.doors.behind(next, now, frontends);
            for (Frontend frontend : next.frontends()) {
                for (Bind bind : frontend.binds()) {
                    String key = key(frontend, bind);
                    kept.add(key);
                    if (!listeners.containsKey(key)) {
                        Door door = doors.get(frontend.name());
                        opened.put(key, listener(bind, certificates.get(bind), door));
                    }
                }
            }
            engine.use(tables(next), next.global().users());
            configuration = next;
            upstreams = now;
            httpFrontends.putAll(frontends);
            httpFrontends.keySet().retainAll(frontends.keySet());
            exchange(next, certificates, doors);
        } catch (IOException e) {
            opened.values().forEach(Listener::close);
            now.values().forEach(Upstream::close);
            throw e;
        }
        listeners.putAll(opened);
        for (String key : new ArrayList<>(listeners.keySet())) {
            if (!kept.contains(key)) {
                listeners.remove(key).close();
            }
        }
        listening = List.copyOf(listeners.values());
        before.values().forEach(Upstream::close);
        Set<Member> useful = new HashSet<>();
        now.values().forEach(upstream -> useful.addAll(upstream.members()));
        engine.retain(useful::contains);
    }

    private static Map<String, StickTable> tables(Configuration next) {
        Map<String, StickTable> tables = new HashMap<>();
        next.backends()
                .forEach(one -> one.stickTable().ifPresent(table -> tables.put(one.name(), table)));
        next.frontends()
                .forEach(one -> one.table().ifPresent(table -> tables.put(one.name(), table)));
        return tables;
    }

    // Of two frontends on one address in turn, the listener stays and the door changes; a port 0
    // is another one for each frontend.
    private static String key(Frontend frontend, Bind bind) {
        String address = bind.address().host() + ":" + bind.address().port();
        boolean any =
                bind.address().port() == 0
                        && !bind.address().isUnix()
                        && !bind.address().isInherited();
        return any
                ? address + " " + frontend.name() + " " + frontend.binds().indexOf(bind)
                : address;
    }

    private Listener listener(Bind bind, Optional<Certificates> certificates, Door door)
            throws IOException {
        ServerBootstrap listening = Sockets.listening(template, bind.address(), listenerKind);
        return new Listener(
                listening, bind, certificates, door, gate(door.config()), gate, clients);
    }

    private Gate gate(Frontend frontend) {
        return gates.computeIfAbsent(
                frontend.name(), name -> new Gate(frontend.maxconn(), this::review));
    }

    private void exchange(
            Configuration next,
            Map<Bind, Optional<Certificates>> certificates,
            Map<String, Door> doors) {
        for (Frontend frontend : next.frontends()) {
            for (Bind bind : frontend.binds()) {
                Listener listener = listeners.get(key(frontend, bind));
                if (listener != null) {
                    listener.behind(
                            bind,
                            certificates.get(bind),
                            doors.get(frontend.name()),
                            gate(frontend));
                }
            }
            gate(frontend).limit(frontend.maxconn());
        }
        gate.limit(next.global().maxconn());
    }

    private Map<String, Upstream> upstreams(Configuration next, Map<String, Upstream> before) {
        var now = new LinkedHashMap<String, Upstream>();
        for (Backend backend : next.backends()) {
            String name = backend.name();
            var upstream =
                    new Upstream(
                            backend,
                            counters(name + "/BACKEND"),
                            server -> counters(name + "/" + server),
                            new SplittableRandom());
            if (before.containsKey(name)) {
                upstream.continues(before.get(name));
            }
            now.put(name, upstream);
        }
        return now;
    }

    private Counters counters(String name) {
        return counters.computeIfAbsent(name, any -> new Counters());
    }

    private void tick() {
        long now = System.nanoTime();
        counters.values().forEach(one -> one.tick(now));
    }

    private void review() {
        listening.forEach(Listener::review);
    }

    /**
     * Where a frontend listens.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public synchronized InetSocketAddress address(String frontend) {
        return listeners.values().stream()
                .filter(listener -> listener.door().config().name().equals(frontend))
                .map(Listener::address)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no frontend " + frontend));
    }

    /** What there is to see of it now. */
    public Status status() {
        return new Status(
                configuration,
                upstreams,
                name -> counters(name + "/FRONTEND"),
                Duration.ofNanos(System.nanoTime() - started),
                clients.size());
    }

    /** A backend as it is now. */
    public Optional<Upstream> upstream(String name) {
        return Optional.ofNullable(upstreams.get(name));
    }

    /** How many buffers are in use; when all connections are closed, any are lost. */
    public long buffers() {
        return Buffers.inUse(allocator);
    }

    /**
     * Stops without cutting anybody off: takes no more clients, ends connections behind their next
     * answers, and waits until all are gone.
     *
     * @return whether all were gone in time; what is left is cut off by {@link #close}
     */
    public boolean stop(Duration patience) throws InterruptedException {
        engine.stop();
        synchronized (this) {
            listeners.values().forEach(Listener::close);
        }
        clients.forEach(client -> client.pipeline().fireUserEventTriggered(ClientSide.STOPPING));
        long end = System.nanoTime() + patience.toNanos();
        while (!clients.isEmpty() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return clients.isEmpty();
    }

    @Override
    public void close() {
        if (stopped) {
            return;
        }
        stopped = true;
        engine.stop();
        synchronized (this) {
            listeners.values().forEach(Listener::close);
        }
        clients.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        upstreams.values().forEach(Upstream::close);
    }
}
