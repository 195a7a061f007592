package labs.compute.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A query of the subset, over one table or two: a SELECT, or some with UNION ALL between them. */
final class RandomQuery {
    private final Random random;
    private final String text;
    private final int width;
    private final String order;
    private final long limit;
    private final int offset;

    RandomQuery(RandomTable left, RandomTable right, Random random) {
        this.random = random;
        var first = new RandomSelect(left, right, List.of(), random);
        this.width = first.types().size();
        boolean isUnion = random.nextInt(6) == 0;
        this.text = first.text() + (isUnion ? others(left, right, first) : "");
        this.order = order(isUnion ? first.names() : first.sortable());
        this.limit = random.nextInt(2) == 0 ? Long.MAX_VALUE : random.nextInt(20);
        this.offset = random.nextInt(3) > 0 ? 0 : random.nextInt(25);
    }

    private String others(RandomTable left, RandomTable right, RandomSelect first) {
        return IntStream.rangeClosed(0, random.nextInt(2))
                .mapToObj(i -> new RandomSelect(left, right, first.types(), random).text())
                .collect(Collectors.joining(" UNION ALL ", " UNION ALL ", ""));
    }

    /** As our planner gets it. */
    String sql() {
        String page =
                (limit == Long.MAX_VALUE ? "" : " LIMIT " + limit)
                        + (offset == 0 ? "" : " OFFSET " + offset);
        String all = text + (order.isEmpty() ? "" : " ORDER BY " + order) + page;
        return random.nextInt(10) == 0 ? all.toUpperCase(Locale.ROOT) : all;
    }

    /** Of all rows those that LIMIT and OFFSET leave. */
    List<String> page(List<String> rows) {
        return rows.stream().skip(offset).limit(limit).toList();
    }

    /**
     * The same, with all ties broken as ours breaks them: by the other columns, ascending. Without
     * LIMIT and OFFSET: behind a join of which it knows that nothing matches, DuckDB 2.0.0 gives
     * more rows than LIMIT says.
     */
    String withoutTies() {
        String rest =
                IntStream.rangeClosed(1, width)
                        .mapToObj(position -> position + " NULLS LAST")
                        .collect(Collectors.joining(", "));
        return text + " ORDER BY " + (order.isEmpty() ? "" : order + ", ") + rest;
    }

    private String order(List<String> candidates) {
        var keys = new ArrayList<String>();
        for (int i = random.nextInt(4); i > 0 && !candidates.isEmpty(); i--) {
            keys.add(candidates.get(random.nextInt(candidates.size())) + direction());
        }
        return String.join(", ", keys);
    }

    private String direction() {
        return List.of("", "", " ASC", " DESC", " DESC").get(random.nextInt(5))
                + List.of("", "", " NULLS FIRST", " NULLS LAST").get(random.nextInt(4));
    }
}
