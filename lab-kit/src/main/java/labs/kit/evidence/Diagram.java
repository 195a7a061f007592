package labs.kit.evidence;

import java.util.ArrayList;
import java.util.List;

/**
 * A space-time diagram in the making: times in nanoseconds, lanes counted from 0. Not thread-safe.
 */
public final class Diagram {
    /** What an operation or an event means for the eye. */
    public enum Look {
        PLAIN,
        /** It has no answer, or was lost. */
        UNKNOWN,
        /** It is what is wrong. */
        WRONG,
        /** It is there all the time, and seldom the point. */
        FAINT,
        /** Of another kind than the plain ones. */
        OTHER
    }

    record Bar(int lane, long from, long to, String label, Look look) {}

    record Arrow(
            int from, long sent, int to, long arrived, String shown, String label, Look look) {}

    record Band(int lane, long from, long to, String label) {}

    record Mark(int lane, long at, String label) {}

    private final String title;
    private final List<String> lanes;
    int width = 1_500;
    int laneHeight = 64;
    final List<String> facts = new ArrayList<>();
    final List<Bar> bars = new ArrayList<>();
    final List<Arrow> arrows = new ArrayList<>();
    final List<Band> bands = new ArrayList<>();
    final List<Mark> marks = new ArrayList<>();

    /** A diagram without events, with these lanes from top to bottom. */
    public Diagram(String title, List<String> lanes) {
        this.title = title;
        this.lanes = List.copyOf(lanes);
    }

    /** A line above the picture: the seed, the command that replays it. */
    public Diagram fact(String text) {
        facts.add(text);
        return this;
    }

    /** An operation; {@code to} may be {@link Long#MAX_VALUE} for one without end. */
    public Diagram bar(int lane, long from, long to, String label, Look look) {
        bars.add(new Bar(lane, from, to, label, look));
        return this;
    }

    /** A message; one that was lost arrives at the time it was sent and looks UNKNOWN. */
    public Diagram arrow(int from, long sent, int to, long arrived, String label, Look look) {
        return arrow(from, sent, to, arrived, label, label, look);
    }

    /** A message that shows a short text, or none, and all of it when one points at it. */
    public Diagram arrow(
            int from, long sent, int to, long arrived, String shown, String label, Look look) {
        arrows.add(new Arrow(from, sent, to, arrived, shown, label, look));
        return this;
    }

    /** How large it is drawn, in pixels; what is wider than the window scrolls. */
    public Diagram size(int pixelsWide, int pixelsALane) {
        width = pixelsWide;
        laneHeight = pixelsALane;
        return this;
    }

    /** A fault of one lane, or of all when the lane is -1. */
    public Diagram band(int lane, long from, long to, String label) {
        bands.add(new Band(lane, from, to, label));
        return this;
    }

    /** Something that happened at one moment. */
    public Diagram mark(int lane, long at, String label) {
        marks.add(new Mark(lane, at, label));
        return this;
    }

    String title() {
        return title;
    }

    List<String> lanes() {
        return lanes;
    }
}
