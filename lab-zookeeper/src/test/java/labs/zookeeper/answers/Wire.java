package labs.zookeeper.answers;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import labs.kit.FaultProxy;
import labs.zookeeper.curator.Curators;
import labs.zookeeper.tree.Session;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;

/**
 * What one telling of a story has: a place of its own in ZooKeeper, clients whose answers may get
 * lost, and clients whose answers never do.
 */
public final class Wire implements AutoCloseable {
    /** Longer than every telling: no session ends by itself. */
    static final Duration SESSION = Duration.ofSeconds(30);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Of one who is cut off for long: shorter than a cut. */
    private static final Duration HASTE = Duration.ofMillis(1_500);

    private final String near;
    private final String far;
    private final FaultProxy proxy;
    private final Loss loss;
    private final Answers answers = new Answers();
    private final List<AutoCloseable> open = new ArrayList<>();

    Wire(String ensemble, int port, String path, Loss loss, Answer lost) {
        this.proxy = FaultProxy.to(port);
        this.near = ensemble + path;
        // Twice: a client pauses before it asks the same address again.
        String address = "127.0.0.1:" + proxy.port();
        this.far = address + "," + address + path;
        proxy.filter(answers);
        answers.lose(lost, loss);
        this.loss = loss;
    }

    /** Keeps it, and closes it in the end. */
    public <T extends AutoCloseable> T closing(T resource) {
        open.add(0, resource);
        return resource;
    }

    /** A client whose answers may get lost. */
    public CuratorFramework curator() throws InterruptedException {
        CuratorFramework client = loss.cut ? hasty() : Curators.connect(far, SESSION);
        closing(client).blockUntilConnected();
        return client;
    }

    private CuratorFramework hasty() {
        CuratorFramework client =
                CuratorFrameworkFactory.builder()
                        .connectString(far)
                        .sessionTimeoutMs(Math.toIntExact(SESSION.toMillis()))
                        .connectionTimeoutMs(300)
                        .retryPolicy(new RetryNTimes(1, 20))
                        .build();
        client.start();
        return client;
    }

    /** A session whose answers may get lost. */
    public Session session() throws InterruptedException {
        return closing(Session.connect(far, SESSION, loss.cut ? HASTE : PATIENCE));
    }

    /** A client whose answers do not get lost. */
    public CuratorFramework observer() {
        return closing(Curators.connect(near, SESSION));
    }

    /** A session whose answers do not get lost. */
    public Session observerSession() throws InterruptedException {
        return closing(Session.connect(near, SESSION, PATIENCE));
    }

    /** All that was prepared is done: from now on answers get lost. */
    public void begin() {
        answers.count();
    }

    /** Nothing gets lost any more. */
    public void end() {
        answers.stop();
    }

    List<Answer> given() {
        return answers.given();
    }

    /** Ends a cut. */
    public void heal() {
        answers.heal();
    }

    /** Ends a cut that begins within a moment, too. */
    public void healSoon() {
        heal();
        CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(this::heal);
    }

    /**
     * Does it; if it fails as it may, the connection comes back.
     *
     * @return what it answers; empty when nobody knows whether it was done
     */
    @SafeVarargs
    public final <T> Optional<T> attempt(Callable<T> call, Class<? extends Exception>... mayThrow)
            throws Exception {
        try {
            return Optional.of(call.call());
        } catch (Exception e) {
            for (Class<? extends Exception> allowed : mayThrow) {
                if (allowed.isInstance(e)) {
                    heal();
                    return Optional.empty();
                }
            }
            throw e;
        }
    }

    /** Does it until it is known to be done. */
    @SafeVarargs
    public final <T> T insist(Callable<T> call, Class<? extends Exception>... mayThrow)
            throws Exception {
        Optional<T> done = Optional.empty();
        for (int i = 0; done.isEmpty() && i < 10; i++) {
            done = attempt(call, mayThrow);
        }
        return done.orElseThrow(() -> new AssertionError("not done after ten attempts"));
    }

    /** Waits until that is so. */
    public static void eventually(String what, Callable<Boolean> condition) {
        await(what).atMost(PATIENCE).until(condition);
    }

    @Override
    public void close() throws Exception {
        end(); // a session ends faster over a connection than without one
        for (AutoCloseable each : open) {
            each.close();
        }
        proxy.close();
    }
}
