package labs.kit;

import java.time.Duration;

/**
 * One thing that a network does to a connection, or {@link Heal}, which ends them all. Immutable.
 */
public sealed interface Fault {

    /** Holds each chunk of bytes back, in both directions, for this long. */
    record Delay(Duration by) implements Fault {}

    /** Lets at most so many bytes a second pass, on each connection and in each direction. */
    record Throttle(int bytesPerSecond) implements Fault {}

    /** Passes nothing in this direction. Both ends believe that they are still connected. */
    record BlackHole(Direction direction) implements Fault {}

    /** Resets every open connection (RST), as a crashed peer does. New ones are welcome. */
    record Cut() implements Fault {}

    /** Delivers the next requests, and cuts the connection in place of each reply. */
    record LoseReplies(int count) implements Fault {}

    /** Refuses new connections; open ones live on. */
    record Refuse() implements Fault {}

    /** Ends every fault: what was held back flows again, and new connections are welcome. */
    record Heal() implements Fault {}
}
