package labs.proxy.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a balancer chose. */
final class Choices {
    private Choices() {}

    /** {@code a=5, b=1} as targets. */
    static List<Target> targets(String text) {
        var targets = new ArrayList<Target>();
        for (String target : text.split(", *")) {
            String[] parts = target.split("=");
            targets.add(new Target(parts[0], Integer.parseInt(parts[1])));
        }
        return targets;
    }

    /** The names of so many choices, one after the other, for keys that all differ. */
    static List<String> names(Balancer balancer, int choices) {
        var names = new ArrayList<String>();
        for (int i = 0; i < choices; i++) {
            names.add(balancer.choose(key(i)).orElseThrow().name());
        }
        return names;
    }

    static Map<String, Integer> counts(Balancer balancer, int choices) {
        var counts = new TreeMap<String, Integer>();
        names(balancer, choices).forEach(name -> counts.merge(name, 1, Integer::sum));
        return counts;
    }

    /** The server of each of so many keys. */
    static List<String> owners(Balancer balancer, int keys) {
        return names(balancer, keys);
    }

    static long key(int number) {
        return Hash.of("key " + number);
    }
}
