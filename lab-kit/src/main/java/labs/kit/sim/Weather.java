package labs.kit.sim;

import java.time.Duration;

/**
 * How the network of a {@link World} behaves.
 *
 * @param fastest the least that a message takes
 * @param slowest the most; messages overtake each other within this span
 * @param loss how many of a message's copies get lost, from 0 to 1
 * @param duplication how many messages are delivered twice, from 0 to 1
 */
public record Weather(Duration fastest, Duration slowest, double loss, double duplication) {
    /** Between one and ten milliseconds, and nothing lost. */
    public static Weather fair() {
        return new Weather(Duration.ofMillis(1), Duration.ofMillis(10), 0, 0);
    }

    /** Slow at times; a tenth is lost, a tenth comes twice. */
    public static Weather stormy() {
        return new Weather(Duration.ofMillis(1), Duration.ofMillis(100), 0.1, 0.1);
    }
}
