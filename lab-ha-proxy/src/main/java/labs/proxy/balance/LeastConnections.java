package labs.proxy.balance;

import java.util.List;
import java.util.Optional;

/**
 * The server that has the least to do for its weight: the one for which {@code (connections + 1) /
 * weight} is smallest, compared without rounding. One that has no connection at all goes before any
 * that has some, whatever their weights. Among equals it goes in turn: the search begins behind the
 * server that was chosen last.
 */
final class LeastConnections implements Balancer {
    private final Loads loads;
    private List<Target> targets = List.of();
    private int next;

    LeastConnections(Loads loads) {
        this.loads = loads;
    }

    @Override
    public void use(List<Target> all) {
        // BEGIN SOLUTION
        targets = Targets.usable(all);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-2: README, part 2");
    }

    @Override
    public Optional<Target> choose(long key) {
        // BEGIN SOLUTION
        int best = -1;
        for (int i = 0; i < targets.size(); i++) {
            int at = (next + i) % targets.size();
            if (best < 0 || lighter(targets.get(at), targets.get(best))) {
                best = at;
            }
        }
        next = best + 1;
        return best < 0 ? Optional.empty() : Optional.of(targets.get(best));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-2: README, part 2");
    }

    // BEGIN SOLUTION
    // a / v < b / w where a * w < b * v: nothing is lost by rounding.
    private boolean lighter(Target one, Target other) {
        return load(one) * other.weight() < load(other) * one.weight();
    }

    private long load(Target target) {
        int connections = loads.of(target.name());
        return connections <= 0 ? 0 : connections + 1L;
    }
    // END SOLUTION
    // STUB: // What else it needs goes here.
}
