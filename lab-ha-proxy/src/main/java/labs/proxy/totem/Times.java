package labs.proxy.totem;

import java.time.Duration;

/**
 * How long is waited for what.
 *
 * @param resend after which a token that did not come round is sent again
 * @param loss after which it is lost, and the ring with it
 * @param join between two of the same opinion, while gathering
 * @param consensus after which those that do not agree are given up
 * @param beacon between two beacons
 */
public record Times(
        Duration resend, Duration loss, Duration join, Duration consensus, Duration beacon) {

    /** Much as Corosync's, whose token is lost after three seconds. */
    public static Times standard() {
        return new Times(
                Duration.ofMillis(150),
                Duration.ofMillis(1_000),
                Duration.ofMillis(50),
                Duration.ofMillis(1_200),
                Duration.ofMillis(400));
    }
}
