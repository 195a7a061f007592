package labs.proxy.check;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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

/**
 * Checks the servers of one backend, each every {@code inter}, and says which may be used whenever
 * that changes, and how each check ended. A check is late after {@code timeout check}, or {@code
 * inter} if that is not said; the next one begins {@code inter} after the last one ended.
 * Thread-safe. Close it.
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
    private final Map<String, LastCheck> lastChecks = new HashMap<>(); // likewise
    private News last; // likewise

    /**
     * The check that ended last.
     *
     * @param millis how long it took
     */
    public record LastCheck(CheckResult result, long millis) {}

    /**
     * How one server is.
     *
     * @param weight the whole one
     * @param throttle how many percent of it slow start lets it have now; empty for all
     * @param failedChecks while it was up
     * @param lastCheck empty before the first one
     */
    public record Report(
            State state,
            int streak,
            Admin admin,
            int weight,
            OptionalInt throttle,
            long failedChecks,
            Optional<LastCheck> lastCheck) {
        /** Before anything is known: it is up. */
        public static Report first(Server server) {
            return new Report(
                    State.UP,
                    0,
                    Admin.READY,
                    server.weight(),
                    OptionalInt.empty(),
                    0,
                    Optional.empty());
        }

        /** Whether a client that belongs to it may go there: not only when it takes new ones. */
        public boolean servesItsOwn() {
            return state.isUp() && admin != Admin.MAINTENANCE;
        }
    }

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
     * @param changed told what there is to know: once at the beginning, and with each change;
     *     called by the thread that checks, so it must not block
     */
    public static Checks start(Backend backend, Consumer<News> changed) {
        var checks = new Checks(backend, changed);
        checks.loop.execute(checks::begin);
        return checks;
    }

    private void begin() {
        backend.servers().stream()
                .filter(Server::disabled)
                .forEach(server -> board.administer(server.name(), Admin.MAINTENANCE));
        publish();
        loop.scheduleAtFixedRate(this::publish, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        backend.servers().stream().filter(server -> server.check().enabled()).forEach(this::check);
    }

    private void check(Server server) {
        Duration limit =
                backend.timeouts().of(Timeouts.Kind.CHECK).orElse(server.check().interval());
        Server.Checked where = server.checked();
        var address = new InetSocketAddress(where.host(), where.port());
        long begun = System.nanoTime();
        probe(server, address, limit)
                .addListener(
                        ended -> {
                            long nanos = System.nanoTime() - begun;
                            var result = (CheckResult) ended.getNow();
                            done(
                                    server,
                                    new LastCheck(result, TimeUnit.NANOSECONDS.toMillis(nanos)));
                        });
    }

    private Future<CheckResult> probe(Server server, InetSocketAddress address, Duration limit) {
        if (backend.script().isPresent() && backend.httpCheck().isEmpty()) {
            return new ScriptProber(prober(server, limit), backend.script().get())
                    .probe(address, limit);
        }
        return prober(server, limit).probe(address, backend.httpCheck(), limit);
    }

    // As a client's connection begins, but that there is no client: the check speaks for itself.
    private Prober prober(Server server, Duration limit) {
        var bootstrap = new Bootstrap().group(loop).channel(NioSocketChannel.class);
        return new Prober(bootstrap, channel -> Opening.addForCheck(channel, server, limit));
    }

    private void done(Server server, LastCheck check) {
        ServerHealth health = board.of(server.name());
        lastChecks.put(server.name(), check);
        if (check.result().isWell()) {
            health.passed();
        } else {
            if (health.state().isUp()) {
                failures.merge(server.name(), 1L, Long::sum);
            }
            health.failed();
        }
        publish();
        if (!loop.isShuttingDown()) {
            long pause = pause(server, health.state()).toMillis();
            loop.schedule(() -> check(server), pause, TimeUnit.MILLISECONDS);
        }
    }

    private static Duration pause(Server server, State state) {
        Server.Checked where = server.checked();
        Duration usual = server.check().interval();
        return switch (state) {
            case UP -> usual;
            case DOWN -> where.down().orElse(usual);
            default -> where.fast().orElse(usual);
        };
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
        ServerHealth health = board.of(name);
        int weight = weights.getOrDefault(name, server.weight());
        return new Report(
                health.state(),
                health.streak(),
                board.admin(name),
                weight,
                throttle(health, weight),
                failures.getOrDefault(name, 0L),
                Optional.ofNullable(lastChecks.get(name)));
    }

    private static OptionalInt throttle(ServerHealth health, int weight) {
        int now = health.weight();
        int full = weight * ServerHealth.SCALE;
        return health.state().isUp() && now < full
                ? OptionalInt.of((now * 100 + full - 1) / full)
                : OptionalInt.empty();
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
