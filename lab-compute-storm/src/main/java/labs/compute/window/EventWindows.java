package labs.compute.window;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Items by the windows they belong to, until the watermark passes the end of the window and it
 * fires. A window that has fired is gone: an item that comes later goes only into those of its
 * windows that have not, and is late if there are none. Not thread-safe.
 */
final class EventWindows<T> {
    private final WindowAssigner assigner;
    private final TreeMap<Window, List<Item<T>>> open = new TreeMap<>();
    private long watermark = Long.MIN_VALUE;

    private record Item<T>(T value, Window last) {}

    /**
     * A window that fired.
     *
     * @param items all that is in it, in the order of arrival
     * @param finished those of them that no window needs any more
     */
    record Fired<T>(Window window, List<T> items, List<T> finished) {}

    EventWindows(WindowAssigner assigner) {
        this.assigner = assigner;
    }

    /**
     * Puts an item into its windows.
     *
     * @return false if it is late: each of its windows ends at or before the watermark
     */
    boolean add(T value, long time) {
        // BEGIN SOLUTION
        List<Window> windows =
                assigner.windowsOf(time).stream()
                        .filter(window -> window.end() > watermark)
                        .toList();
        if (windows.isEmpty()) {
            return false;
        }
        var item = new Item<>(value, windows.get(windows.size() - 1));
        windows.forEach(window -> open.computeIfAbsent(window, w -> new ArrayList<>()).add(item));
        return true;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-3: README, part 3");
    }

    /**
     * Moves the watermark; one that is lower than before changes nothing.
     *
     * @return the windows that end at or before it and hold something, in their order
     */
    List<Fired<T>> advance(long newWatermark) {
        // BEGIN SOLUTION
        watermark = Math.max(watermark, newWatermark);
        var fired = new ArrayList<Fired<T>>();
        while (!open.isEmpty() && open.firstKey().end() <= watermark) {
            var entry = open.pollFirstEntry();
            fired.add(fire(entry.getKey(), entry.getValue()));
        }
        return fired;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-3: README, part 3");
    }

    // BEGIN SOLUTION
    private static <T> Fired<T> fire(Window window, List<Item<T>> items) {
        return new Fired<>(
                window,
                items.stream().map(Item::value).toList(),
                items.stream()
                        .filter(item -> item.last().equals(window))
                        .map(Item::value)
                        .toList());
    }

    // END SOLUTION
    /** How many windows wait for the watermark. */
    int openWindows() {
        return open.size();
    }
}
