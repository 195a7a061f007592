package labs.zookeeper.config;

import static labs.zookeeper.curator.Curators.call;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/** Where things lie below the root, and how they are read. Thread-safe. */
final class ConfigStore {
    private static final Revision NOTHING_YET =
            new Revision(0, "none", Instant.EPOCH, "nobody", "nothing yet");

    private final CuratorFramework client;
    private final String root;

    /** The current entry, and the version of the znode that held it, for a conditional write. */
    record Head(Entry entry, int znodeVersion, long modified) {}

    ConfigStore(CuratorFramework client, String root) {
        this.client = client;
        this.root = root;
    }

    CuratorFramework client() {
        return client;
    }

    static String current(String root) {
        return root + "/current";
    }

    static String chunk(String root, String id, int index) {
        return root + "/blobs/" + id + "/" + index;
    }

    String current() {
        return current(root);
    }

    String versions() {
        return root + "/versions";
    }

    String version(long version) {
        return String.format("%s/%010d", versions(), version);
    }

    String blobs() {
        return root + "/blobs";
    }

    String chunk(String id, int index) {
        return chunk(root, id, index);
    }

    /** The head; of an empty tree, made now, if there was none. */
    Head headOrNew() throws KeeperException, InterruptedException {
        try {
            return head();
        } catch (KeeperException.NoNodeException e) {
            create(versions(), new byte[0]);
            create(blobs(), new byte[0]);
            create(current(), EntryCodec.encode(EntryCodec.entry(NOTHING_YET, new byte[0])));
            return head();
        }
    }

    private void create(String path, byte[] data) throws KeeperException, InterruptedException {
        if (call(() -> client.checkExists().forPath(path)) != null) {
            return;
        }
        try {
            call(
                    () ->
                            client.create()
                                    .creatingParentsIfNeeded()
                                    .withMode(CreateMode.PERSISTENT)
                                    .forPath(path, data));
        } catch (KeeperException.NodeExistsException e) {
            // Another publisher began at the same time; what it made is as good.
        }
    }

    Head head() throws KeeperException, InterruptedException {
        var stat = new Stat();
        byte[] data = call(() -> client.getData().storingStatIn(stat).forPath(current()));
        return new Head(EntryCodec.decode(data), stat.getVersion(), stat.getMtime());
    }

    Entry entry(long version) throws KeeperException, InterruptedException {
        return EntryCodec.decode(call(() -> client.getData().forPath(version(version))));
    }

    List<String> children(String path) throws KeeperException, InterruptedException {
        return call(() -> client.getChildren().forPath(path)).stream().sorted().toList();
    }

    Snapshot snapshot(Entry entry) throws KeeperException, InterruptedException {
        if (entry.isInline()) {
            return EntryCodec.snapshot(entry, entry.body());
        }
        var body = new ByteArrayOutputStream();
        for (int i = 0; i < entry.chunks(); i++) {
            String path = chunk(entry.revision().id(), i);
            body.writeBytes(call(() -> client.getData().forPath(path)));
        }
        return EntryCodec.snapshot(entry, body.toByteArray());
    }
}
