package labs.zookeeper.tree;

import java.util.Arrays;
import org.apache.zookeeper.data.Stat;

/**
 * What a node held when it was read. Equal when path, creation and last change are.
 *
 * @param path of the node
 * @param data its bytes; not copied, do not write into them
 * @param stat its versions and transaction ids
 */
public record Znode(String path, byte[] data, Stat stat) {
    /** How often its data was written since its creation: what a conditional write names. */
    public int version() {
        return stat.getVersion();
    }

    /** The parent's path; of {@code /}, itself. */
    public static String parentOf(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    /** The path of a child. */
    public static String childOf(String parent, String name) {
        return parent.equals("/") ? "/" + name : parent + "/" + name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Znode that
                && path.equals(that.path)
                && stat.getCzxid() == that.stat.getCzxid()
                && stat.getMzxid() == that.stat.getMzxid()
                && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return path.hashCode() * 31 + Long.hashCode(stat.getMzxid());
    }

    @Override
    public String toString() {
        return path + " version " + version() + ", " + data.length + " bytes";
    }
}
