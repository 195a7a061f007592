package labs.proxy.balance;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Draws some servers at random, each as likely as its weight says, and takes the one with the
 * fewest connections for its weight. One draw is plain chance; the second makes the difference
 * (Mitzenmacher, "The power of two choices", 2001), and unlike {@link LeastConnections} many
 * proxies that do not know of each other do not all run to the same server. A server may be drawn
 * twice.
 */
final class RandomDraws implements Balancer {
    private final Loads loads;
    private final int draws;
    private final RandomGenerator random;
    private List<Target> targets = List.of();
    private int total;

    RandomDraws(Loads loads, int draws, RandomGenerator random) {
        this.loads = loads;
        this.draws = draws;
        this.random = random;
    }

    @Override
    public void use(List<Target> all) {
        // BEGIN SOLUTION
        targets = Targets.usable(all);
        total = targets.stream().mapToInt(Target::weight).sum();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-2: README, part 2");
    }

    @Override
    public Optional<Target> choose(long key) {
        // BEGIN SOLUTION
        if (total == 0) {
            return Optional.empty();
        }
        Target best = draw();
        for (int i = 1; i < draws; i++) {
            Target other = draw();
            best = lighter(other, best) ? other : best;
        }
        return Optional.of(best);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-2: README, part 2");
    }

    // BEGIN SOLUTION
    private Target draw() {
        int ticket = random.nextInt(total);
        int i = 0;
        while (ticket >= targets.get(i).weight()) {
            ticket -= targets.get(i++).weight();
        }
        return targets.get(i);
    }

    private boolean lighter(Target one, Target other) {
        return (long) loads.of(one.name()) * other.weight()
                < (long) loads.of(other.name()) * one.weight();
    }
    // END SOLUTION
    // STUB: // What else it needs goes here.
}
