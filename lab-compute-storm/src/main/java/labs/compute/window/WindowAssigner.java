package labs.compute.window;

import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Windows of {@code size} milliseconds, one of which starts at each multiple of {@code slide}:
 * tumbling if both are equal, sliding if the slide is smaller.
 */
public record WindowAssigner(long size, long slide) implements Serializable {
    @Serial private static final long serialVersionUID = 1;

    public WindowAssigner {
        if (slide < 1 || size < slide) {
            throw new IllegalArgumentException(
                    "a slide of 1 up to the size: not size %d, slide %d".formatted(size, slide));
        }
    }

    /** All windows that hold this event time, the earliest first. */
    List<Window> windowsOf(long time) {
        // BEGIN SOLUTION
        var windows = new ArrayList<Window>();
        long last = Math.floorDiv(time, slide) * slide;
        long first = (Math.floorDiv(time - size, slide) + 1) * slide;
        for (long start = first; start <= last; start += slide) {
            windows.add(new Window(start, start + size));
        }
        return windows;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-3: README, part 3");
    }
}
