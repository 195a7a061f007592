package labs.proxy.balance;

import java.util.HashSet;
import java.util.List;

/** What may be said to a balancer. */
final class Targets {
    private Targets() {}

    /**
     * Those with a weight above 0, in the same order.
     *
     * @throws IllegalArgumentException if two have the same name
     */
    static List<Target> usable(List<Target> targets) {
        var names = new HashSet<String>();
        for (Target target : targets) {
            if (!names.add(target.name())) {
                throw new IllegalArgumentException("two servers are called " + target.name());
            }
        }
        return targets.stream().filter(target -> target.weight() > 0).toList();
    }
}
