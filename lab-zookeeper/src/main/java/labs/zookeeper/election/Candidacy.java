package labs.zookeeper.election;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import labs.zookeeper.tree.SequentialName;
import labs.zookeeper.tree.Znode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.ConnectionLossException;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.KeeperException.NodeExistsException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * Our node in the election, during one session. Its name begins with a mark that no other has: if
 * the answer to the create is lost, the mark tells whether there is a node, and which. Without it
 * there would be two, and one of them might lead without anybody behind it. Not thread-safe.
 */
final class Candidacy {
    private final ZooKeeper zooKeeper;
    private final String path;
    private final byte[] id;
    private final String mark;
    private boolean doubtful; // the answer to a create was lost
    private SequentialName name; // null until the node is known to exist
    private long epoch;

    Candidacy(ZooKeeper zooKeeper, String path, String id) {
        this.zooKeeper = zooKeeper;
        this.path = path;
        this.id = id.getBytes(StandardCharsets.UTF_8);
        // The session is part of it: its predecessor's node may still be seen for a moment.
        this.mark = UUID.randomUUID() + "-" + Long.toHexString(zooKeeper.getSessionId()) + "-n-";
    }

    boolean isOf(ZooKeeper session) {
        return zooKeeper == session;
    }

    /** The name of our node, once it is entered. */
    SequentialName name() {
        return name;
    }

    /** The id of the transaction that created our node. */
    long epoch() {
        return epoch;
    }

    /**
     * Makes sure that there is one node of ours.
     *
     * @throws ConnectionLossException when the connection broke: call it again when it is back
     */
    void enter() throws KeeperException, InterruptedException {
        // BEGIN SOLUTION
        if (name == null && doubtful) {
            find();
        }
        if (name == null) {
            create();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-2: see README, part 2");
    }

    // BEGIN SOLUTION
    private void create() throws KeeperException, InterruptedException {
        var stat = new Stat();
        try {
            String created =
                    zooKeeper.create(
                            Znode.childOf(path, mark),
                            id,
                            ZooDefs.Ids.OPEN_ACL_UNSAFE,
                            CreateMode.EPHEMERAL_SEQUENTIAL,
                            stat);
            entered(created.substring(created.lastIndexOf('/') + 1), stat);
        } catch (NoNodeException e) {
            createParents(path);
            create();
        } catch (ConnectionLossException e) {
            doubtful = true;
            throw e;
        }
    }

    private void find() throws KeeperException, InterruptedException {
        zooKeeper.sync(path); // the server we are with now may not have seen our create yet
        Optional<String> found = marked();
        if (found.isPresent()) {
            Stat stat = zooKeeper.exists(Znode.childOf(path, found.get()), false);
            if (stat != null) {
                entered(found.get(), stat);
            }
        }
        doubtful = false;
    }

    private Optional<String> marked() throws KeeperException, InterruptedException {
        List<String> children;
        try {
            children = zooKeeper.getChildren(path, false);
        } catch (NoNodeException e) {
            return Optional.empty();
        }
        return children.stream().filter(child -> child.startsWith(mark)).findFirst();
    }

    private void entered(String created, Stat stat) {
        name = SequentialName.parse(created).orElseThrow();
        epoch = stat.getCzxid();
    }

    // END SOLUTION

    private void createParents(String node) throws KeeperException, InterruptedException {
        if (node.equals("/") || zooKeeper.exists(node, false) != null) {
            return;
        }
        createParents(Znode.parentOf(node));
        try {
            zooKeeper.create(node, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        } catch (NodeExistsException e) {
            // Another candidate was faster.
        }
    }

    /**
     * Makes sure that there is no node of ours.
     *
     * @throws ConnectionLossException when the connection broke: call it again when it is back
     */
    void withdraw() throws KeeperException, InterruptedException {
        // BEGIN SOLUTION
        if (name == null && doubtful) {
            find();
        }
        if (name == null) {
            return;
        }
        try {
            zooKeeper.delete(Znode.childOf(path, name.name()), -1);
        } catch (NoNodeException e) {
            // Gone already, such as by the attempt whose answer we did not get.
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-2: see README, part 2");
    }
}
