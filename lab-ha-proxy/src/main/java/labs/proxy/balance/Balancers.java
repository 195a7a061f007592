package labs.proxy.balance;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import labs.proxy.config.Balance;

/** Makes the balancer that a configuration asks for. */
public final class Balancers {
    private Balancers() {}

    /** A balancer that threads may share. */
    public static Balancer of(Balance balance, Loads loads, RandomGenerator random) {
        return new Shared(
                switch (balance.algorithm()) {
                    case ROUND_ROBIN -> new SmoothRoundRobin();
                    case LEAST_CONNECTIONS -> new LeastConnections(loads);
                    case SOURCE, URI, HEADER, ARGUMENT ->
                            balance.consistent() ? new HashRing() : new MapBased();
                    case FIRST -> new FirstWithRoom();
                    case RANDOM -> new RandomDraws(loads, balance.draws(), random);
                });
    }

    private static final class Shared implements Balancer {
        private final Balancer balancer; // guarded by this

        Shared(Balancer balancer) {
            this.balancer = balancer;
        }

        @Override
        public synchronized void use(List<Target> targets) {
            balancer.use(targets);
        }

        @Override
        public synchronized Optional<Target> choose(long key) {
            return balancer.choose(key);
        }
    }
}
