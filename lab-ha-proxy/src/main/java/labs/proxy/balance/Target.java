package labs.proxy.balance;

/**
 * A server that may be chosen.
 *
 * @param weight its share of what comes, against the other weights; 0 for nothing more
 */
public record Target(String name, int weight) {
    public Target {
        if (weight < 0) {
            throw new IllegalArgumentException("weight " + weight + " of " + name);
        }
    }
}
