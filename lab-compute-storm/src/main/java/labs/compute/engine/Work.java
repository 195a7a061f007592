package labs.compute.engine;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import labs.compute.query.Plan;
import labs.compute.query.Scan;
import labs.compute.query.Select;
import labs.compute.table.BadLines;
import labs.compute.table.Split;
import labs.compute.table.Table;

/** What a query has to do: its plan, and the pieces that its tables are cut into. */
record Work(Plan plan, BadLines badLines, List<Piece> pieces) implements Serializable {
    /**
     * A {@link Split} that travels.
     *
     * @param select for which of the plan's SELECTs it is read
     * @param isLeft whether it is of the left table
     */
    record Piece(int select, boolean isLeft, String file, long start, long end)
            implements Serializable {
        Split split() {
            return new Split(Path.of(file), start, end);
        }
    }

    /** Cuts all tables into pieces of about that many bytes: for each SELECT the left one first. */
    static Work of(Plan plan, BadLines badLines, long bytes) throws IOException {
        var pieces = new ArrayList<Piece>();
        for (int select = 0; select < plan.selects().size(); select++) {
            List<Scan> scans = plan.selects().get(select).scans();
            for (int side = 0; side < scans.size(); side++) {
                for (Split split : splits(scans.get(side).table(), bytes)) {
                    String file = split.file().toString();
                    pieces.add(new Piece(select, side == 0, file, split.start(), split.end()));
                }
            }
        }
        return new Work(plan, badLines, List.copyOf(pieces));
    }

    /** At least one: a table without rows would otherwise never be said to be complete. */
    private static List<Split> splits(Table table, long bytes) throws IOException {
        List<Split> splits = table.splits(bytes);
        return splits.isEmpty()
                ? List.of(new Split(table.path(), table.dataStart(), table.dataStart()))
                : splits;
    }

    int splits() {
        return pieces.size();
    }

    Piece piece(int split) {
        return pieces.get(split);
    }

    /** The SELECT for which a piece is read. */
    Select select(Piece piece) {
        return plan.selects().get(piece.select());
    }

    Scan scan(Piece piece) {
        return piece.isLeft() ? select(piece).left() : select(piece).right();
    }
}
