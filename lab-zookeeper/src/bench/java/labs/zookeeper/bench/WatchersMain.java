package labs.zookeeper.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import labs.zookeeper.config.ConfigListener;
import labs.zookeeper.config.ConfigWatcher;
import labs.zookeeper.config.Diff;
import labs.zookeeper.config.NodeReader;
import labs.zookeeper.config.Schema;
import labs.zookeeper.config.Snapshot;
import labs.zookeeper.config.ValueType;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;

/**
 * Many clients in one JVM, each with a session of its own, which follow a configuration. It reads
 * lines "expect VALUE", answers "ready", and when every client has seen that value in every key,
 * says when the clients were there: the microsecond of each, and how many bytes went over its
 * sockets since.
 */
final class WatchersMain {
    static final Schema SCHEMA = Schema.empty().optional("*", new ValueType.Text(200));
    private static final int SESSION_MS = 40_000;
    private static final int AT_ONCE = 50; // sessions that are opened at the same time

    private final List<Follower> followers = new ArrayList<>();

    /** A client that knows which values it has seen last. */
    private abstract static class Follower {
        private String expected = ""; // guarded by this
        private long seenAt; // guarded by this, microseconds
        private CountDownLatch all; // guarded by this

        /** Is told by the watchers: every key has this value now, as far as this client knows. */
        final synchronized void sees(String value) {
            if (seenAt == 0 && all != null && value.equals(expected)) {
                seenAt = micros();
                all.countDown();
            }
        }

        final synchronized void expect(String value, CountDownLatch latch) {
            expected = value;
            seenAt = 0;
            all = latch;
        }

        final synchronized long seenAt() {
            return seenAt;
        }

        abstract void start(ZooKeeper handle);
    }

    /** Ours: one watch for all. */
    private static final class OneWatch extends Follower implements ConfigListener {
        private final String root;
        private ConfigWatcher watcher;

        OneWatch(String root) {
            this.root = root;
        }

        @Override
        void start(ZooKeeper handle) {
            watcher = new ConfigWatcher(NodeReader.over(handle), root, SCHEMA, this);
            watcher.start();
        }

        @Override
        public void onChange(Snapshot snapshot, Diff diff) {
            List<String> different = snapshot.values().values().stream().distinct().toList();
            if (different.size() != 1) {
                throw new IllegalStateException("half a change: " + different);
            }
            sees(different.get(0));
        }
    }

    /** The usual way: a node and a watch for each key. */
    private static final class WatchAKey extends Follower {
        private final String root;
        private final String[] values; // touched on the handle's event thread alone
        private ZooKeeper zooKeeper;

        WatchAKey(String root, int keys) {
            this.root = root;
            this.values = new String[keys];
        }

        @Override
        void start(ZooKeeper handle) {
            zooKeeper = handle;
            for (int key = 0; key < values.length; key++) {
                read(key);
            }
        }

        private void read(int key) {
            Watcher watcher =
                    event -> {
                        if (event.getType() != EventType.None) {
                            read(key);
                        }
                    };
            zooKeeper.getData(
                    root + "/k" + key,
                    watcher,
                    (code, path, context, data, stat) -> {
                        if (code != Code.OK.intValue()) {
                            throw new IllegalStateException(path + ": " + Code.get(code));
                        }
                        values[key] = new String(data, UTF_8);
                        if (Arrays.stream(values).allMatch(values[key]::equals)) {
                            sees(values[key]);
                        }
                    },
                    null);
        }
    }

    /**
     * @param args the servers, how many clients, "one" or "each", the root, how many keys, the
     *     first value
     */
    public static void main(String[] args) throws Exception {
        new WatchersMain().run(args);
    }

    private void run(String[] args) throws IOException, InterruptedException {
        var started = new CountDownLatch(Integer.parseInt(args[1]));
        while (followers.size() < Integer.parseInt(args[1])) {
            open(args, Math.min(AT_ONCE, Integer.parseInt(args[1]) - followers.size()), started);
        }
        if (!started.await(120, TimeUnit.SECONDS)) {
            throw new IllegalStateException(started.getCount() + " clients have not begun");
        }
        System.out.println("following");
        var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            expect(line.substring("expect ".length()));
        }
        Runtime.getRuntime().halt(0);
    }

    private void open(String[] args, int count, CountDownLatch started)
            throws IOException, InterruptedException {
        var connected = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            Follower follower =
                    args[2].equals("one")
                            ? new OneWatch(args[3])
                            : new WatchAKey(args[3], Integer.parseInt(args[4]));
            follower.expect(args[5], started);
            followers.add(follower);
            var handle = new ZooKeeper(args[0], SESSION_MS, event -> opened(event, connected));
            follower.start(handle);
        }
        if (!connected.await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException(connected.getCount() + " sessions did not begin");
        }
    }

    private static void opened(WatchedEvent event, CountDownLatch connected) {
        if (event.getState() == KeeperState.SyncConnected) {
            connected.countDown();
        } else if (event.getState() == KeeperState.Expired) {
            throw new IllegalStateException("a session has expired: its figures would be wrong");
        }
    }

    private void expect(String value) throws IOException, InterruptedException {
        var all = new CountDownLatch(followers.size());
        followers.forEach(follower -> follower.expect(value, all));
        long before = socketBytes();
        System.out.println("ready");
        if (!all.await(120, TimeUnit.SECONDS)) {
            throw new IllegalStateException(all.getCount() + " clients have not seen " + value);
        }
        long bytes = socketBytes() - before;
        var line = new StringBuilder().append(bytes);
        followers.forEach(follower -> line.append(' ').append(follower.seenAt()));
        System.out.println(line);
    }

    static long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    /**
     * What this process read and wrote by system calls: all of its sockets, and little else once
     * its classes are loaded.
     */
    private static long socketBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/io")).stream()
                .filter(line -> line.startsWith("rchar") || line.startsWith("wchar"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }
}
