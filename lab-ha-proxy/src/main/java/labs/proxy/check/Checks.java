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
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import labs.proxy.balance.Target;
import labs.proxy.config.Backend;
import labs.proxy.config.Server;
import labs.proxy.config.Timeouts;
import labs.proxy.health.HealthBoard;
import labs.proxy.health.ServerHealth;

/**
 * Checks the servers of one backend, each every {@code inter}, and says which may be used whenever
 * that changes. A check is late after {@code timeout check}, or {@code inter} if that is not said;
 * the next one begins {@code inter} after the last one ended. Thread-safe. Close it.
 */
public final class Checks implements AutoCloseable {
    /** How often slow start is looked at. */
    private static final long TICK_MILLIS = 200;

    private final Backend backend;
    private final Consumer<List<Target>> changed;
    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(
                    1, new DefaultThreadFactory("health-checks"), NioIoHandler.newFactory());
    private final EventLoop loop = loops.next();
    private final Prober prober =
            new Prober(new Bootstrap().group(loop).channel(NioSocketChannel.class));
    private final HealthBoard board; // only the loop's thread touches it
    private List<Target> last; // only the loop's thread touches it

    private Checks(Backend backend, Consumer<List<Target>> changed) {
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
    public static Checks start(Backend backend, Consumer<List<Target>> changed) {
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
        prober.probe(address, backend.httpCheck(), limit)
                .addListener(well -> done(server, (Boolean) well.getNow()));
    }

    private void done(Server server, boolean well) {
        ServerHealth health = board.of(server.name());
        if (well) {
            health.passed();
        } else {
            health.failed();
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

    private void publish() {
        List<Target> now = board.targets();
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
