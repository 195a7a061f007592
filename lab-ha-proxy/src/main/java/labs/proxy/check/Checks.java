package labs.proxy.check;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import labs.proxy.balance.Target;
import labs.proxy.config.Backend;
import labs.proxy.config.Server;
import labs.proxy.config.Timeouts;
import labs.proxy.health.Admin;
import labs.proxy.health.HealthBoard;
import labs.proxy.health.ServerHealth;
import labs.proxy.health.State;
import labs.proxy.preamble.Opening;
import labs.proxy.preamble.ProxyHeader;

/**
 * Checks the servers of one backend, each every {@code inter}, and says which may be used whenever
 * that changes. A check is late after {@code timeout check}, or {@code inter} if that is not said;
 * the next one begins {@code inter} after the last one ended. Thread-safe. Close it.
 */
public final class Checks implements AutoCloseable {
    /** How often slow start is looked at. */
    private static final long TICK_MILLIS = 200;

    private final Backend backend;
    private final Consumer<News> changed;
    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(
                    1, new DefaultThreadFactory("health-checks"), NioIoHandler.newFactory());
    private final EventLoop loop = loops.next();
    private final HealthBoard board; // only the loop's thread touches it
    private final Map<String, Integer> weights = new HashMap<>(); // likewise
    private final Map<String, Long> failures = new HashMap<>(); // likewise
    private News last; // likewise

    /** How one server is. */
    public record Report(State state, int streak, Admin admin, int weight, long failedChecks) {}

    /**
     * What there is to know.
     *
     * @param targets what may be used now
     * @param reports each server by its name
     */
    public record News(List<Target> targets, Map<String, Report> reports) {}

    private Checks(Backend backend, Consumer<News> changed) {
        this.backend = backend;
        this.changed = changed;
        this.board = new HealthBoard(backend, System::nanoTime);
    }

    /**
     * Begins to check.
     *
     * @param changed told what may be used: once at the beginning, and with each change; called by
     *     the thread that checks, so it must not block
     */
    public static Checks start(Backend backend, Consumer<News> changed) {
        var checks = new Checks(backend, changed);
        checks.loop.execute(checks::begin);
        return checks;
    }

    private void begin() {
        publish();
        loop.scheduleAtFixedRate(this::publish, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        backend.servers().stream().filter(server -> server.check().enabled()).forEach(this::check);
    }

    private void check(Server server) {
        Duration limit =
                backend.timeouts().of(Timeouts.Kind.CHECK).orElse(server.check().interval());
        var address = new InetSocketAddress(server.address().host(), server.address().port());
        prober(server, limit)
                .probe(address, backend.httpCheck(), limit)
                .addListener(well -> done(server, (Boolean) well.getNow()));
    }

    // As a client's connection begins, but that there is no client: the check speaks for itself.
    private Prober prober(Server server, Duration limit) {
        var bootstrap = new Bootstrap().group(loop).channel(NioSocketChannel.class);
        return new Prober(
                bootstrap, channel -> Opening.add(channel, server, ProxyHeader.UNKNOWN, limit));
    }

    private void done(Server server, boolean well) {
        ServerHealth health = board.of(server.name());
        if (well) {
            health.passed();
        } else {
            health.failed();
            failures.merge(server.name(), 1L, Long::sum);
        }
        publish();
        if (!loop.isShuttingDown()) {
            long pause = server.check().interval().toMillis();
            loop.schedule(() -> check(server), pause, TimeUnit.MILLISECONDS);
        }
    }

    /** A server answered a client properly. */
    public void answered(String server) {
        loop.execute(() -> board.of(server).answered());
    }

    /** A server did not, or could not be reached. */
    public void erred(String server) {
        loop.execute(
                () -> {
                    board.of(server).erred();
                    publish();
                });
    }

    /** The operator wants something else of a server. */
    public void administer(String server, Admin admin) {
        loop.execute(
                () -> {
                    board.administer(server, admin);
                    publish();
                });
    }

    /** From now on a server has this weight. */
    public void reweigh(String server, int weight) {
        loop.execute(
                () -> {
                    board.of(server).reweigh(weight);
                    weights.put(server, weight);
                    publish();
                });
    }

    /** Takes a server to be down until checks say otherwise: what is known from elsewhere. */
    public void begunDown(String server) {
        loop.execute(
                () -> {
                    ServerHealth health = board.of(server);
                    while (health.state().isUp()) {
                        health.failed();
                    }
                    publish();
                });
    }

    private Report report(Server server) {
        String name = server.name();
        return new Report(
                board.of(name).state(),
                board.of(name).streak(),
                board.admin(name),
                weights.getOrDefault(name, server.weight()),
                failures.getOrDefault(name, 0L));
    }

    private void publish() {
        Map<String, Report> reports = new HashMap<>();
        backend.servers().forEach(server -> reports.put(server.name(), report(server)));
        News now = new News(board.targets(), reports);
        if (!now.equals(last)) {
            last = now;
            changed.accept(now);
        }
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
