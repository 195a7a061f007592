package labs.proxy.balance;

import java.util.List;
import java.util.Optional;

/** Chooses servers. Not thread-safe, but for those that {@link Balancers} makes. */
public interface Balancer {
    /**
     * From now on these may be chosen, and no others. Called whenever a server leaves, returns or
     * changes its weight, which may be many times a second.
     *
     * @throws IllegalArgumentException if two have the same name
     */
    void use(List<Target> targets);

    /**
     * The server for the next connection or request.
     *
     * @param key what a hash chooses by; others do not look at it
     * @return empty if there is none with a weight above 0
     */
    Optional<Target> choose(long key);
}
