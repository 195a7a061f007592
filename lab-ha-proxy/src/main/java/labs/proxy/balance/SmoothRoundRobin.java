package labs.proxy.balance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * In turn, by weight, and as evenly mixed as can be: for weights 5, 1, 1 it is {@code a a b a c a
 * a} and not {@code a a a a a b c}. Each server has a credit. With each choice all credits grow by
 * their weights, the one with the highest is chosen (the first of equals), and pays the sum of all
 * weights. As long as nothing changes, in so many choices as the weights add up to each server is
 * chosen as often as its weight says.
 *
 * <p>Changes keep the credits of those that stay: slow start changes weights all the time, and who
 * began anew each time would always choose the heaviest. A server that comes begins with none.
 */
final class SmoothRoundRobin implements Balancer {
    private List<Target> targets = List.of();
    private final Map<String, Long> credits = new HashMap<>();

    @Override
    public void use(List<Target> all) {
        // BEGIN SOLUTION
        targets = Targets.usable(all);
        credits.keySet().retainAll(targets.stream().map(Target::name).toList());
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-2: README, part 2");
    }

    @Override
    public Optional<Target> choose(long key) {
        // BEGIN SOLUTION
        Target best = null;
        long total = 0;
        for (Target target : targets) {
            total += target.weight();
            long credit = credits.merge(target.name(), (long) target.weight(), Long::sum);
            if (best == null || credit > credits.get(best.name())) {
                best = target;
            }
        }
        if (best != null) {
            credits.merge(best.name(), -total, Long::sum);
        }
        return Optional.ofNullable(best);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-2: README, part 2");
    }
}
