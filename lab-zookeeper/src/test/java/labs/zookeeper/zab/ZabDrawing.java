package labs.zookeeper.zab;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import labs.kit.evidence.Diagram;
import labs.kit.evidence.Diagram.Look;
import labs.kit.history.Operation;
import labs.kit.sim.TraceEvent;

/** A run of ZAB as a space-time diagram for people: a lane for each node and each client. */
final class ZabDrawing {
    private static final int PIXELS_A_SECOND = 3_000;
    private static final int LANE = 110;
    private static final Pattern ALL_THE_TIME = Pattern.compile("(Ping|Pong|Notification)\\[.*");
    private static final Pattern NEW_EPOCH =
            Pattern.compile("(FollowerInfo|NewEpoch|AckEpoch|NewLeader)\\[.*");
    private final Diagram diagram;
    private final int nodes;

    ZabDrawing(String title, int nodes, int clients, Duration length) {
        this.nodes = nodes;
        this.diagram =
                new Diagram(
                                title,
                                Stream.concat(
                                                IntStream.range(0, nodes)
                                                        .mapToObj(i -> "node " + i),
                                                IntStream.range(0, clients)
                                                        .mapToObj(i -> "client " + i))
                                        .toList())
                        .size((int) (length.toMillis() * PIXELS_A_SECOND / 1_000), LANE);
    }

    Diagram diagram() {
        return diagram;
    }

    ZabDrawing trace(List<TraceEvent> trace, Duration end) {
        Map<Integer, Duration> down = new TreeMap<>();
        Duration cut = null;
        String how = "";
        for (TraceEvent event : trace) {
            if (event instanceof TraceEvent.Message message) {
                draw(message);
            } else if (event instanceof TraceEvent.Mark mark && ZabStory.isFault(mark)) {
                diagram.mark(mark.node(), mark.at().toNanos(), mark.text());
                Duration since = down.remove(mark.node());
                if (since != null) {
                    down(mark.node(), since, mark.at());
                } else {
                    down.put(mark.node(), mark.at());
                }
            } else if (event instanceof TraceEvent.Network network) {
                if (cut != null) {
                    diagram.band(-1, cut.toNanos(), network.at().toNanos(), how);
                }
                cut = network.text().equals("heal") ? null : network.at();
                how = network.text();
            }
        }
        down.forEach((node, since) -> down(node, since, end));
        if (cut != null) {
            diagram.band(-1, cut.toNanos(), end.toNanos(), how);
        }
        return this;
    }

    private void down(int node, Duration from, Duration to) {
        diagram.band(node, from.toNanos(), to.toNanos(), "down");
    }

    private void draw(TraceEvent.Message message) {
        boolean lost = message.arrived() == null;
        long sent = message.at().toNanos();
        diagram.arrow(
                message.from(),
                sent,
                message.to(),
                lost ? sent : message.arrived().toNanos(),
                "", // there are too many
                message.text(),
                lost ? Look.UNKNOWN : look(message.text()));
    }

    private static Look look(String message) {
        if (ALL_THE_TIME.matcher(message).matches()) {
            return Look.FAINT;
        }
        return NEW_EPOCH.matcher(message).matches() ? Look.OTHER : Look.PLAIN;
    }

    ZabDrawing phases(List<ZabStory.Phase> phases) {
        for (ZabStory.Phase phase : phases) {
            diagram.bar(
                    phase.node(),
                    phase.from().toNanos(),
                    phase.to().toNanos(),
                    phase.what(),
                    phase.what().startsWith("primary") ? Look.PLAIN : Look.UNKNOWN);
        }
        return this;
    }

    ZabDrawing calls(List<Operation<Long, Long>> calls) {
        for (Operation<Long, Long> call : calls) {
            String asked = call.input() == 0 ? "" : "+" + call.input();
            diagram.bar(
                    nodes + call.client(),
                    call.invoked(),
                    call.isUnknown() ? call.invoked() + 500_000_000L : call.completed(),
                    asked + call.output().map(sum -> " → " + sum).orElse(" → ?"),
                    call.isUnknown() ? Look.UNKNOWN : Look.PLAIN);
        }
        return this;
    }
}
