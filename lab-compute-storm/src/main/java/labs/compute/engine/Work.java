package labs.compute.engine;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import labs.compute.query.Plan;
import labs.compute.query.Scan;
import labs.compute.table.BadLines;
import labs.compute.table.Split;

/** What a query has to do: its plan, and the pieces that its tables are cut into. */
record Work(Plan plan, BadLines badLines, List<Piece> left, List<Piece> right)
        implements Serializable {
    /** A {@link Split} that travels. */
    record Piece(String file, long start, long end) implements Serializable {
        Split split() {
            return new Split(Path.of(file), start, end);
        }
    }

    /** Cuts both tables into pieces of about that many bytes. */
    static Work of(Plan plan, BadLines badLines, long bytes) throws IOException {
        return new Work(plan, badLines, pieces(plan.left(), bytes), pieces(plan.right(), bytes));
    }

    private static List<Piece> pieces(Scan scan, long bytes) throws IOException {
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
