package labs.cli.markers;

import java.util.List;

/** What cutting a file gives: the starter, and the solutions that were in it. */
public final class Cut {
    private final byte[] starter;
    private final byte[] solved;
    private final List<Region> regions;

    Cut(byte[] starter, byte[] solved, List<Region> regions) {
        this.starter = starter;
        this.solved = solved;
        this.regions = List.copyOf(regions);
    }

    /** The bytes a student begins with. */
    public byte[] starter() {
        return starter.clone();
    }

    /** The reference as a student would have written it: without markers and stubs. */
    public byte[] solved() {
        return solved.clone();
    }

    /** The solutions, in the order of the file; empty when the file holds no markers. */
    public List<Region> regions() {
        return regions;
    }

    public boolean isMarked() {
        return !regions.isEmpty();
    }
}
