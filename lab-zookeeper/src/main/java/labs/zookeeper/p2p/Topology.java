package labs.zookeeper.p2p;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who should be connected to whom. All nodes of a network use the same, so that both ends of a link
 * agree without a word. Implementations are pure functions.
 */
@FunctionalInterface
public interface Topology {
    /**
     * Whom a node wants as neighbours; a link is made when one of its ends wants it.
     *
     * @param all the nodes that are known, this one among them
     */
    Set<String> neighbours(String id, SortedSet<String> all);

    /** Whether these two should be connected. */
    default boolean links(String one, String other, SortedSet<String> all) {
        return neighbours(one, all).contains(other) || neighbours(other, all).contains(one);
    }

    /**
     * A ring, in the order of the names, with one chord from each node to the one opposite when
     * there are six nodes or more: about three links a node, and no node whose death cuts the
     * network.
     */
    static Topology ring() {
        return (id, all) -> {
            List<String> ring = new ArrayList<>(all);
            int at = ring.indexOf(id);
            var wanted = new TreeSet<String>();
            wanted.add(ring.get((at + 1) % ring.size()));
            if (ring.size() >= 6) {
                wanted.add(ring.get((at + ring.size() / 2) % ring.size()));
            }
            wanted.remove(id);
            return wanted;
        };
    }

    /** Exactly these links, each named once or twice, where both ends are there. */
    static Topology fixed(Map<String, Set<String>> links) {
        return (id, all) -> {
            var wanted = new TreeSet<>(links.getOrDefault(id, Set.of()));
            wanted.retainAll(all);
            return wanted;
        };
    }

    /**
     * As {@link #fixed}, written as {@code n1-n2,n2-n3}.
     *
     * @throws IllegalArgumentException when it is not written so
     */
    static Topology parse(String text) {
        var links = new java.util.TreeMap<String, Set<String>>();
        for (String link : text.split(",", -1)) {
            String[] ends = link.split("-", -1);
            if (ends.length != 2) {
                throw new IllegalArgumentException("not a link such as n1-n2: " + link);
            }
            links.computeIfAbsent(ends[0], id -> new TreeSet<>()).add(ends[1]);
        }
        return fixed(links);
    }
}
