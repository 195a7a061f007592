package labs.compute.sql;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import labs.compute.join.JoinStrategy;
import org.apache.calcite.sql.SqlHint;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;

/**
 * How to join. To send a table to all tasks costs its size times their number; to send both by
 * their keys costs the sum of their sizes, and waits for the slowest key.
 */
final class Strategies {
    private final PlanOptions options;
    private final SqlText text;

    Strategies(PlanOptions options, SqlText text) {
        this.options = options;
        this.text = text;
    }

    /**
     * A strategy.
     *
     * @param why for people
     */
    record Choice(JoinStrategy strategy, String why) {}

    /** What a hint says, or else the options, or else the right table's size. */
    Choice choose(SqlSelect select, Source right, TableSize size) {
        // BEGIN SOLUTION
        Optional<JoinStrategy> hint = hint(select);
        if (hint.isPresent()) {
            return new Choice(hint.get(), "the query says so");
        }
        if (options.forced().isPresent()) {
            return new Choice(options.forced().get(), "that was asked for");
        }
        boolean isSmall = size.bytes() < options.broadcastBytes();
        String limit = TableSize.text(options.broadcastBytes());
        return new Choice(
                isSmall ? JoinStrategy.BROADCAST_HASH : JoinStrategy.PARTITIONED_HASH,
                "%s has %s, %s %s"
                        .formatted(
                                right.name(),
                                TableSize.text(size.bytes()),
                                isSmall ? "less than" : "not less than",
                                limit));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    /**
     * The strategy that the query names: {@code SELECT /*+ sort_merge *}{@code / …}.
     *
     * @throws SqlException if that is no strategy
     */
    Optional<JoinStrategy> hint(SqlSelect select) {
        if (!select.hasHints()) {
            return Optional.empty();
        }
        SqlNode node = select.getHints().get(0);
        String name = ((SqlHint) node).getName().toUpperCase(Locale.ROOT);
        List<JoinStrategy> all = Arrays.asList(JoinStrategy.values());
        return Optional.of(
                all.stream()
                        .filter(strategy -> strategy.name().equals(name))
                        .findFirst()
                        .orElseThrow(
                                () -> text.refuse(node, "no such strategy: there are " + all)));
    }
}
