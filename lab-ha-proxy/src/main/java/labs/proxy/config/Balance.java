package labs.proxy.config;

/**
 * {@code balance}.
 *
 * @param draws of how many servers random takes the best; 2 unless said
 * @param consistent whether hashes move as few keys as can be when a server comes or goes
 */
public record Balance(Algorithm algorithm, int draws, boolean consistent) {
    /** One in which nothing is hashed, or consistently. */
    public Balance(Algorithm algorithm, int draws) {
        this(algorithm, draws, true);
    }
}
