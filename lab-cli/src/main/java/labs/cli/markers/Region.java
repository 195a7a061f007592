package labs.cli.markers;

import java.util.List;

/**
 * One solution that was cut out: its lines without their ends, and the line of the first, from 1.
 */
public record Region(int line, List<String> lines) {
    public Region {
        lines = List.copyOf(lines);
    }
}
