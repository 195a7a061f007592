package labs.zookeeper.p2p;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The first step of a shortest way to every node that can be reached, by breadth-first search.
 * Immutable.
 */
public final class RoutingTable {
    /**
     * One way.
     *
     * @param next the neighbour to hand it to
     * @param hops how many links the way has
     */
    public record Route(String next, int hops) {}

    private final Map<String, Route> routes;

    private RoutingTable(Map<String, Route> routes) {
        this.routes = routes;
    }

    /**
     * The table of one node. Among ways of equal length it takes the one whose names come first, so
     * that all nodes with the same map agree.
     *
     * @param broken links that the map may still show, and that do not work
     */
    static RoutingTable of(String self, NetworkMap map, Set<LinkId> broken) {
        // BEGIN SOLUTION
        var routes = new TreeMap<String, Route>();
        var reached = new ArrayDeque<String>();
        reached.add(self);
        while (!reached.isEmpty()) {
            String from = reached.remove();
            for (String to : map.links().getOrDefault(from, new java.util.TreeSet<>())) {
                boolean usable = map.connected(from, to) && !broken.contains(LinkId.of(from, to));
                if (usable && !to.equals(self) && !routes.containsKey(to)) {
                    Route before = routes.get(from);
                    routes.put(
                            to,
                            before == null
                                    ? new Route(to, 1)
                                    : new Route(before.next(), before.hops() + 1));
                    reached.add(to);
                }
            }
        }
        return new RoutingTable(routes);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-4: see README, part 4");
    }

    /** The way to a node, if there is one. */
    public Optional<Route> to(String target) {
        return Optional.ofNullable(routes.get(target));
    }

    /** All ways, by the names of the targets. */
    public Map<String, Route> routes() {
        return java.util.Collections.unmodifiableMap(routes);
    }
}
