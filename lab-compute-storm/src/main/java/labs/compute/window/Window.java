package labs.compute.window;

/** Event times from {@code start}, inclusive, to {@code end}, exclusive, in milliseconds. */
public record Window(long start, long end) implements Comparable<Window> {
    public Window {
        if (start >= end) {
            throw new IllegalArgumentException("a window from %d to %d".formatted(start, end));
        }
    }

    /** By end, and of equal ends by start: the order in which windows fire. */
    @Override
    public int compareTo(Window other) {
        int byEnd = Long.compare(end, other.end);
        return byEnd != 0 ? byEnd : Long.compare(start, other.start);
    }
}
