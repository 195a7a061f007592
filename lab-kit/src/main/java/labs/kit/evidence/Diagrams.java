package labs.kit.evidence;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import labs.kit.evidence.Diagram.Look;
import labs.kit.history.Operation;
import labs.kit.linear.Verdict;
import labs.kit.sim.TraceEvent;

/** Makes diagrams of what the other tools of this kit found. */
public final class Diagrams {
    private Diagrams() {}

    /**
     * The shortest beginning of a history that is wrong, with a lane for each client; the operation
     * that cannot be is marked.
     */
    public static <I, O> Diagram of(Verdict.Violation<I, O> violation) {
        List<Operation<I, O>> operations = violation.shortest();
        List<Integer> clients =
                operations.stream().map(Operation::client).distinct().sorted().toList();
        var diagram =
                new Diagram(
                        "Not linearizable: " + violation.key(),
                        clients.stream().map(client -> "client " + client).toList());
        Operation<I, O> last = lastAnswered(operations);
        for (Operation<I, O> each : operations) {
            diagram.bar(
                    clients.indexOf(each.client()),
                    each.invoked(),
                    each.completed(),
                    label(each),
                    look(each, last));
        }
        return diagram.fact(
                        "No order explains the answer of client "
                                + last.client()
                                + ": "
                                + label(last))
                .fact(
                        "The longest order that explains a part: "
                                + violation.explained().stream().map(Diagrams::label).toList());
    }

    private static <I, O> Operation<I, O> lastAnswered(List<Operation<I, O>> operations) {
        return operations.stream()
                .filter(operation -> !operation.isUnknown())
                .reduce((a, b) -> a.completed() > b.completed() ? a : b)
                .orElseThrow();
    }

    private static Look look(Operation<?, ?> operation, Operation<?, ?> wrong) {
        if (operation == wrong) {
            return Look.WRONG;
        }
        return operation.isUnknown() ? Look.UNKNOWN : Look.PLAIN;
    }

    private static String label(Operation<?, ?> operation) {
        String answer = operation.output().map(String::valueOf).orElse("?");
        return operation.input() + " → " + answer;
    }

    /** What happened in a simulated world, with a lane for each node. */
    public static Diagram of(String title, int nodes, List<TraceEvent> trace) {
        var diagram =
                new Diagram(
                        title, IntStream.range(0, nodes).mapToObj(node -> "node " + node).toList());
        Map<Integer, Long> down = new TreeMap<>();
        var cut = new ArrayList<Long>();
        long end = 0;
        for (TraceEvent event : trace) {
            end = Math.max(end, event.at().toNanos());
            if (event instanceof TraceEvent.Message message) {
                draw(diagram, message);
            } else if (event instanceof TraceEvent.Mark mark) {
                draw(diagram, mark, down);
            } else if (event instanceof TraceEvent.Network network) {
                draw(diagram, network, cut);
            }
        }
        long last = end;
        down.forEach((node, since) -> diagram.band(node, since, last, "down"));
        cut.forEach(since -> diagram.band(-1, since, last, "partition"));
        return diagram;
    }

    private static void draw(Diagram diagram, TraceEvent.Message message) {
        boolean lost = message.arrived() == null;
        long sent = message.at().toNanos();
        diagram.arrow(
                message.from(),
                sent,
                message.to(),
                lost ? sent : message.arrived().toNanos(),
                message.text(),
                lost ? Look.UNKNOWN : Look.PLAIN);
    }

    private static void draw(Diagram diagram, TraceEvent.Mark mark, Map<Integer, Long> down) {
        long at = mark.at().toNanos();
        diagram.mark(mark.node(), at, mark.text());
        if (mark.text().equals("crash")) {
            down.put(mark.node(), at);
        } else if (mark.text().equals("restart") && down.containsKey(mark.node())) {
            diagram.band(mark.node(), down.remove(mark.node()), at, "down");
        }
    }

    private static void draw(Diagram diagram, TraceEvent.Network network, List<Long> cut) {
        long at = network.at().toNanos();
        cut.forEach(since -> diagram.band(-1, since, at, "partition"));
        cut.clear();
        if (!network.text().equals("heal")) {
            cut.add(at);
        }
    }

    /** Writes the page and returns where it is, for the message of the failing test. */
    public static Path write(Diagram diagram, Path file) {
        return DiagramPage.write(diagram, file);
    }
}
