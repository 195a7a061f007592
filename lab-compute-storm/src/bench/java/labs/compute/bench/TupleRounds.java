package labs.compute.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import labs.kit.bench.Series;

/**
 * Against a tuple for each row. These need seconds for what others do in a tenth, and more memory
 * than there is for the full size: so it is a smaller case, for all of them.
 */
final class TupleRounds {
    static final long ROWS = Long.getLong("lab.tuple.rows", 200_000);

    private static final int ROUNDS = 3;
    private static final String OURS = "ours, a tuple for a batch";

    private final Path tables;

    TupleRounds(Path tables) {
        this.tables = tables;
    }

    Series run() throws IOException {
        var seconds =
                new Series(
                        "tuples",
                        String.format("Join, and the first page: %,d × %,d rows", ROWS, ROWS),
                        "s",
                        false);
        try (Asked ours = Asked.java("ours", tables, ROWS, 1_500, 600);
                Asked joinBolt = Asked.java("joinbolt", tables, ROWS, 3_000, 0);
                Asked naive = Asked.java("naive", tables, ROWS, 3_000, 0)) {
            for (int round = -1; round < ROUNDS; round++) {
                var pages = new ArrayList<String>();
                for (Asked contestant : List.of(ours, joinBolt, naive)) {
                    Asked.Answer query = contestant.query();
                    pages.add(query.rows());
                    System.out.printf(
                            "%-8s %-10s %.3f s%n", round, contestant.name(), query.seconds());
                    if (round >= 0) {
                        seconds.add(name(contestant), query.seconds());
                    }
                }
                if (pages.stream().distinct().count() != 1) {
                    throw new IllegalStateException("they do not give the same rows");
                }
            }
        }
        seconds.ratio(OURS, "Storm's JoinBolt", 0.05);
        seconds.ratio(OURS, "a bolt with maps", 0.05);
        return seconds;
    }

    private static String name(Asked contestant) {
        return switch (contestant.name()) {
            case "ours" -> OURS;
            case "joinbolt" -> "Storm's JoinBolt";
            default -> "a bolt with maps";
        };
    }
}
