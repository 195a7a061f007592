package labs.mq.shop.run;

import java.time.Duration;

/**
 * What is to be done.
 *
 * @param orders how many, above 0
 * @param seed for all that is left to chance
 * @param rate orders a second at most; 0 for as fast as they can be sent
 * @param workers how many processes work
 * @param threads how many threads each of them has
 * @param kills how often something is killed meanwhile
 */
public record ShopPlan(int orders, long seed, int rate, int workers, int threads, int kills) {
    /**
     * @throws IllegalArgumentException if a number makes no sense
     */
    public ShopPlan {
        require(orders >= 1, "there must be at least one order, not " + orders);
        require(orders <= 100_000_000, "more than a hundred million orders: " + orders);
        require(rate >= 0, "a rate below nothing: " + rate);
        require(workers >= 1 && workers <= 8, "there can be 1 to 8 workers, not " + workers);
        require(threads >= 1 && threads <= 16, "there can be 1 to 16 threads, not " + threads);
        require(kills >= 0 && kills <= 1_000, "there can be 0 to 1000 kills, not " + kills);
    }

    /** Whether it is over soon: then it is to be lively rather than fast. */
    boolean isShort() {
        return orders < 200_000;
    }

    /** How long the workers collect what they commit. */
    Duration commitInterval() {
        return isShort() ? Duration.ofSeconds(1) : Duration.ofSeconds(2);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
