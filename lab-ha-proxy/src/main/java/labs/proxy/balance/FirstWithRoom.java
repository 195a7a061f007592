package labs.proxy.balance;

import java.util.List;
import java.util.Optional;

/**
 * {@code balance first}: the first server in the file that has room, so that the last ones may be
 * switched off while there is little to do. Those without room are not in the list. Not
 * thread-safe.
 */
final class FirstWithRoom implements Balancer {
    private List<Target> targets = List.of();

    @Override
    public void use(List<Target> now) {
        targets = List.copyOf(now);
    }

    @Override
    public Optional<Target> choose(long key) {
        return targets.stream().filter(target -> target.weight() > 0).findFirst();
    }
}
