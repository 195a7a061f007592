package labs.zookeeper.p2p;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * What a node knows of the network: the cards, and whom each node says that it is connected to.
 * Immutable.
 */
public record NetworkMap(
        SortedMap<String, Card> cards, SortedMap<String, SortedSet<String>> links) {
    public NetworkMap(Map<String, Card> cards, Map<String, SortedSet<String>> links) {
        this(new TreeMap<>(cards), new TreeMap<>(links));
    }

    static NetworkMap empty() {
        return new NetworkMap(Map.of(), Map.of());
    }

    /** Whether both say that they are connected: one alone may not have heard of the end. */
    boolean connected(String one, String other) {
        return links.getOrDefault(one, none()).contains(other)
                && links.getOrDefault(other, none()).contains(one);
    }

    /** The same, with this node's own links as it sees them itself. */
    NetworkMap seenFrom(String self, Set<String> neighbours) {
        var own = new TreeMap<>(links);
        for (String other : links.getOrDefault(self, none())) {
            own.computeIfPresent(other, (id, ends) -> without(ends, self));
        }
        own.put(self, new java.util.TreeSet<>(neighbours));
        for (String neighbour : neighbours) {
            var ends = new java.util.TreeSet<>(own.getOrDefault(neighbour, none()));
            ends.add(self);
            own.put(neighbour, ends);
        }
        return new NetworkMap(cards, own);
    }

    private static SortedSet<String> without(SortedSet<String> ends, String id) {
        var rest = new java.util.TreeSet<>(ends);
        rest.remove(id);
        return rest;
    }

    private static SortedSet<String> none() {
        return java.util.Collections.emptySortedSet();
    }
}
