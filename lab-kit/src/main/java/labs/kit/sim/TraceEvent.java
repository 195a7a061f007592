package labs.kit.sim;

import java.time.Duration;

/** What happened in a world, for a diagram or a reader. */
public sealed interface TraceEvent {
    Duration at();

    /** A message arrived, or was lost ({@code arrived} is null then). */
    record Message(int from, int to, Duration at, Duration arrived, String text)
            implements TraceEvent {}

    /** Something about one node: "crash", "restart", "timeout election". */
    record Mark(int node, Duration at, String text) implements TraceEvent {}

    /** Something about the network: "partition [0] [1, 2]", "heal". */
    record Network(Duration at, String text) implements TraceEvent {}
}
