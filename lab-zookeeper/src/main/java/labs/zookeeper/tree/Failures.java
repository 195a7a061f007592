package labs.zookeeper.tree;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;

/** What ZooKeeper's exceptions mean to us. */
final class Failures {
    private Failures() {}

    /** Our exception for theirs; asks for the access control lists if these were the reason. */
    static TreeException of(ZooKeeper zooKeeper, String path, KeeperException failure)
            throws InterruptedException {
        // BEGIN SOLUTION
        return switch (failure.code()) {
            case CONNECTIONLOSS ->
                    new OutcomeUnknownException(
                            path, "was it done? Look, before you repeat", failure);
            case SESSIONEXPIRED -> new SessionLostException(path, failure);
            case NOAUTH -> new NotAuthorizedException(denied(zooKeeper, path), failure);
            default -> new TreeException(failure.code(), failure.getMessage(), failure);
        };
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-1: see README, part 1");
    }

    private static String denied(ZooKeeper zooKeeper, String path) throws InterruptedException {
        String parent = Znode.parentOf(path);
        return "not allowed on "
                + path
                + ", which lets in "
                + whoMay(zooKeeper, path)
                + "; creating and deleting it is up to "
                + parent
                + ", which lets in "
                + whoMay(zooKeeper, parent);
    }

    /** Such as {@code [world:anyone read, digest:ann read write create delete admin]}. */
    static String whoMay(ZooKeeper zooKeeper, String path) throws InterruptedException {
        try {
            List<ACL> list = zooKeeper.getACL(path, new Stat());
            return list.stream()
                    .map(Failures::describe)
                    .collect(Collectors.joining(", ", "[", "]"));
        } catch (KeeperException.NoNodeException e) {
            return "nobody yet, as it does not exist";
        } catch (KeeperException.NoAuthException e) {
            return "others, whose names we may not read either";
        } catch (KeeperException e) {
            return "whom we could not ask (" + e.code() + ")";
        }
    }

    private static String describe(ACL acl) {
        // A digest is user:hash. The hash is nobody's business.
        String user = acl.getId().getId().split(":", 2)[0];
        int perms = acl.getPerms();
        return acl.getId().getScheme()
                + ":"
                + user
                + word(perms, Perms.READ, " read")
                + word(perms, Perms.WRITE, " write")
                + word(perms, Perms.CREATE, " create")
                + word(perms, Perms.DELETE, " delete")
                + word(perms, Perms.ADMIN, " admin");
    }

    private static String word(int perms, int perm, String word) {
        return (perms & perm) == 0 ? "" : word;
    }
}
