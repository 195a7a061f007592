package labs.zookeeper.zab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import labs.kit.sim.TraceEvent;
import labs.zookeeper.zab.ZabMessage.Stage;

/**
 * Looks on and remembers what somebody would tell of a run: who looked, who led, what came of it.
 */
final class ZabStory implements SimulatedZab.Watcher {
    /** One sentence, and when. */
    record Line(Duration at, String text) {}

    /**
     * What a node did for a time.
     *
     * @param what "looking", or "primary of epoch 3"
     */
    record Phase(int node, Duration from, Duration to, String what) {}

    private record Doing(String what, Duration since) {}

    private final List<Line> lines = new ArrayList<>();
    private final List<Phase> phases = new ArrayList<>();
    private final Map<Integer, Doing> doing = new HashMap<>();
    private Supplier<Duration> clock = () -> Duration.ZERO; // until the world is there
    private Zxid last = Zxid.ZERO; // delivered by anybody
    private long value;
    private int untold;

    void readFrom(Supplier<Duration> worldsClock) {
        clock = worldsClock;
    }

    @Override
    public void look(int id, ZabNode node) {
        lookAtDeliveries(node.delivered());
        String what = what(node);
        Doing before = doing.get(id);
        if (before == null || !before.what().equals(what)) {
            end(id);
            doing.put(id, new Doing(what, clock.get()));
            if (!what.isEmpty()) {
                tell("node " + id + ": " + what);
            }
        }
    }

    private static String what(ZabNode node) {
        if (node.isPrimary()) {
            return "primary of epoch " + node.nextZxid().epoch();
        }
        return node.stage() == Stage.LOOKING ? "looking for a leader" : "";
    }

    private void lookAtDeliveries(List<Transaction> delivered) {
        for (int i = delivered.size() - 1; i >= 0; i--) {
            if (delivered.get(i).zxid().compareTo(last) <= 0) {
                break;
            }
            untold++;
        }
        if (!delivered.isEmpty()
                && delivered.get(delivered.size() - 1).zxid().compareTo(last) > 0) {
            last = delivered.get(delivered.size() - 1).zxid();
            value = delivered.get(delivered.size() - 1).value();
        }
    }

    private void end(int id) {
        Doing ended = doing.remove(id);
        if (ended != null && !ended.what().isEmpty()) {
            phases.add(new Phase(id, ended.since(), clock.get(), ended.what()));
        }
    }

    /** Adds a sentence, after one about what was committed since the last. */
    private void tell(String text) {
        tellCommits();
        lines.add(new Line(clock.get(), text));
    }

    private void tellCommits() {
        if (untold > 0) {
            lines.add(
                    new Line(
                            clock.get(),
                            "%d committed since, up to %s: the counter is %d"
                                    .formatted(untold, last, value)));
            untold = 0;
        }
    }

    /** The end of the run: all that was told, with the crashes and cuts of the world between. */
    List<Line> end(List<TraceEvent> trace) {
        tellCommits();
        List.copyOf(doing.keySet()).forEach(this::end);
        boolean cut = false;
        for (TraceEvent event : trace) {
            if (event instanceof TraceEvent.Network network) {
                boolean heals = network.text().equals("heal");
                if (cut || !heals) {
                    lines.add(new Line(network.at(), "the network: " + network.text()));
                }
                cut = !heals;
            } else if (event instanceof TraceEvent.Mark mark && isFault(mark)) {
                lines.add(new Line(mark.at(), "node " + mark.node() + ": " + mark.text()));
                phases.replaceAll(phase -> until(mark, phase));
            }
        }
        lines.sort(Comparator.comparing(Line::at));
        return lines;
    }

    /** A crash ends what the node did, though nobody heard of it then. */
    private static Phase until(TraceEvent.Mark crash, Phase phase) {
        boolean ends =
                phase.node() == crash.node()
                        && phase.from().compareTo(crash.at()) < 0
                        && phase.to().compareTo(crash.at()) > 0;
        return ends ? new Phase(phase.node(), phase.from(), crash.at(), phase.what()) : phase;
    }

    static boolean isFault(TraceEvent.Mark mark) {
        return mark.text().equals("crash") || mark.text().equals("restart");
    }

    /** After {@link #end(List)}. */
    List<Phase> phases() {
        return phases;
    }
}
