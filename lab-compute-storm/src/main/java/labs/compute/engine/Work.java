package labs.compute.engine;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import labs.compute.query.Plan;
import labs.compute.query.Scan;
import labs.compute.table.BadLines;
import labs.compute.table.Split;

/** What a query has to do: its plan, and the pieces that its tables are cut into. */
record Work(Plan plan, BadLines badLines, List<Piece> left, List<Piece> right)
        implements Serializable {
    private static final int SPLITS = 64;
    private static final long SMALLEST = 64 * 1024;
    private static final long LARGEST = 8 * 1024 * 1024;

    /** A {@link Split} that travels. */
    record Piece(String file, long start, long end) implements Serializable {
        Split split() {
            return new Split(java.nio.file.Path.of(file), start, end);
        }
    }

    /** Cuts both tables into about as many pieces, none of them large. */
    static Work of(Plan plan, BadLines badLines) throws IOException {
        return new Work(plan, badLines, pieces(plan.left()), pieces(plan.right()));
    }

    private static List<Piece> pieces(Scan scan) throws IOException {
        long size = java.nio.file.Files.size(scan.table().path());
        long bytes = Math.min(LARGEST, Math.max(SMALLEST, size / SPLITS));
        var pieces = new ArrayList<Piece>();
        for (Split split : scan.table().splits(bytes)) {
            pieces.add(new Piece(split.file().toString(), split.start(), split.end()));
        }
        return List.copyOf(pieces);
    }

    /** All pieces: those of the left table first. */
    int splits() {
        return left.size() + right.size();
    }

    boolean isLeft(int split) {
        return split < left.size();
    }

    Piece piece(int split) {
        return isLeft(split) ? left.get(split) : right.get(split - left.size());
    }

    Scan scan(int split) {
        return isLeft(split) ? plan.left() : plan.right();
    }
}
