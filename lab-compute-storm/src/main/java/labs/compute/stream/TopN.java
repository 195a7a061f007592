package labs.compute.stream;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The n words with the greatest counts, kept as counts change. Not thread-safe. */
final class TopN {
    private final int n;
    private final TreeSet<Ranked> ranking = new TreeSet<>();
    private final Map<String, Ranked> current = new HashMap<>();

    TopN(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("the top " + n + " is empty");
        }
        this.n = n;
    }

    /**
     * A word has a new count, which replaces its old one. Counts do not fall, so a word that left
     * the ranking comes back only by a new count, and holding n words is enough.
     */
    void update(Ranked word) {
        // BEGIN SOLUTION
        Ranked old = current.put(word.word(), word);
        if (old != null) {
            ranking.remove(old);
        }
        ranking.add(word);
        if (ranking.size() > n) {
            current.remove(ranking.pollLast().word());
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-2: README, part 2");
    }

    /** The ranking, best first. */
    List<Ranked> ranking() {
        return List.copyOf(ranking);
    }

    /** How many words are held. */
    int size() {
        return Math.max(ranking.size(), current.size());
    }
}
