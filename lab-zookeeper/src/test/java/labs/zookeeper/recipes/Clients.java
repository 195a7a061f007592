package labs.zookeeper.recipes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import labs.zookeeper.curator.Curators;
import labs.zookeeper.ensemble.TestRoot;
import org.apache.curator.framework.CuratorFramework;

/** Sessions and threads of one test. */
final class Clients implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(20);

    private final TestRoot root;
    private final List<CuratorFramework> open = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    Clients(TestRoot root) {
        this.root = root;
    }

    /** A session of its own. */
    CuratorFramework connect() {
        return connect(root.chroot());
    }

    CuratorFramework connect(String connectString) {
        CuratorFramework client = Curators.connect(connectString, Duration.ofSeconds(10));
        open.add(client);
        return client;
    }

    <T> Future<T> start(Callable<T> work) {
        return threads.submit(work);
    }

    static <T> List<T> all(List<Future<T>> futures)
            throws ExecutionException, InterruptedException {
        var results = new ArrayList<T>();
        for (Future<T> each : futures) {
            results.add(each.get());
        }
        return results;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        open.forEach(CuratorFramework::close);
    }
}
