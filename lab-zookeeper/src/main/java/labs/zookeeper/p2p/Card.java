package labs.zookeeper.p2p;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a node tells of itself. Immutable.
 *
 * @param id its name, unique in the network
 * @param incarnation unique to one life of the node: by it a node tells its own card from that of
 *     another that took its name
 * @param host where its neighbours connect to
 * @param abilities what it can be asked for, such as {@code resize}
 */
public record Card(
        String id, String incarnation, String host, int port, SortedSet<String> abilities) {
    public Card {
        abilities = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(abilities));
    }

    public boolean can(String ability) {
        return abilities.contains(ability);
    }
}
