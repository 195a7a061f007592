package labs.zookeeper.config;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is different between two snapshots.
 *
 * @param added keys that are new, with their values
 * @param removed keys that are gone, with their old values
 * @param changed keys whose values changed, with their new values
 */
public record Diff(
        SortedMap<String, String> added,
        SortedMap<String, String> removed,
        SortedMap<String, String> changed) {

    /** From the one to the other; each key is in at most one of the three. */
    public static Diff between(Map<String, String> before, Map<String, String> after) {
        // BEGIN SOLUTION
        var added = new TreeMap<>(after);
        added.keySet().removeAll(before.keySet());
        var removed = new TreeMap<>(before);
        removed.keySet().removeAll(after.keySet());
        var changed = new TreeMap<>(after);
        changed.entrySet().removeAll(before.entrySet());
        changed.keySet().retainAll(before.keySet());
        return new Diff(added, removed, changed);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-5: see README, part 5");
    }

    /** How many keys it touches. */
    public int size() {
        return added.size() + removed.size() + changed.size();
    }

    @Override
    public String toString() {
        return "+" + added.size() + " -" + removed.size() + " ~" + changed.size();
    }
}
