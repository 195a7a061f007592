package labs.cli.markers;

import java.util.List;

/** What cutting a file gives: the starter, and the solutions that were in it. */
public final class Cut {
    private final byte[] starter;
    private final List<Region> regions;

    Cut(byte[] starter, List<Region> regions) {
        this.starter = starter;
        this.regions = List.copyOf(regions);
    }

    /** The bytes a student begins with. */
    public byte[] starter() {
        return starter.clone();
    }

    /** The solutions, in the order of the file; empty when the file holds no markers. */
    public List<Region> regions() {
        return regions;
    }

    public boolean isMarked() {
        return !regions.isEmpty();
    }
}
