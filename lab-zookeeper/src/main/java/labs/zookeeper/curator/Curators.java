package labs.zookeeper.curator;

import java.time.Duration;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;
import org.apache.zookeeper.KeeperException;

/** Curator's framework, with calls that name their exceptions. */
public final class Curators {
    private static final int RETRIES = 3;
    private static final int PAUSE_MS = 200;

    private Curators() {}

    /** A call of Curator's fluent interface, which declares {@code throws Exception}. */
    @FunctionalInterface
    public interface Call<T> {
        T run() throws Exception;
    }

    /**
     * A client that was started; it may not be connected yet. Close it.
     *
     * @param connectString {@code host:port,host:port/chroot}
     * @param session the timeout that it asks for
     */
    public static CuratorFramework connect(String connectString, Duration session) {
        CuratorFramework client = builder(connectString, session).build();
        client.start();
        return client;
    }

    /** As {@link #connect}, to be given more: an authority, access lists. Then build and start. */
    public static CuratorFrameworkFactory.Builder builder(String connectString, Duration session) {
        return CuratorFrameworkFactory.builder()
                .connectString(connectString)
                .sessionTimeoutMs(Math.toIntExact(session.toMillis()))
                .connectionTimeoutMs(2_000)
                .retryPolicy(new RetryNTimes(RETRIES, PAUSE_MS));
    }

    /**
     * Runs a call of Curator's.
     *
     * @throws KeeperException what ZooKeeper answered, or that it did not
     * @throws InterruptedException when the thread is interrupted
     */
    public static <T> T call(Call<T> call) throws KeeperException, InterruptedException {
        try {
            return call.run();
        } catch (KeeperException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("Curator threw what it is not known to throw", e);
        }
    }
}
