package labs.proxy.cluster;

import java.util.List;

/**
 * What a node is called and where it is reached.
 *
 * @param id its number in Corosync and in the database
 */
public record Host(int id, String name, String address) {
    /** The three nodes. Three is the least number of which a majority can lose one. */
    public static final List<Host> ALL =
            List.of(
                    new Host(1, "n1", "172.30.1.1"),
                    new Host(2, "n2", "172.30.1.2"),
                    new Host(3, "n3", "172.30.1.3"));

    /** The address that clients know. It belongs to the node whose database takes writes. */
    public static final String VIRTUAL_ADDRESS = "172.30.1.100";
}
