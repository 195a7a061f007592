package labs.proxy.config;

/**
 * {@code balance}.
 *
 * @param draws of how many servers random takes the best; 2 unless said
 */
public record Balance(Algorithm algorithm, int draws) {}
