package labs.compute.sql;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import labs.compute.join.JoinStrategy;
import labs.compute.join.JoinType;
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
    Choice choose(SqlSelect select, JoinType type, Source right, TableSize size) {
        // BEGIN SOLUTION
        Optional<JoinStrategy> hint = hint(select);
        if (type == JoinType.FULL) {
            return ofFullJoin(select, hint);
        }
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

    private Choice ofFullJoin(SqlSelect select, Optional<JoinStrategy> hint) {
        if (hint.isPresent() && hint.get() != JoinStrategy.PARTITIONED_HASH) {
            String problem =
                    "a FULL JOIN goes by PARTITIONED_HASH only: it needs all left rows of a key in"
                            + " the one task that has the right rows";
            throw text.refuse(name(select, 0), problem);
        }
        return new Choice(JoinStrategy.PARTITIONED_HASH, "a FULL JOIN has no other way");
    }

    /**
     * The strategy that the query names: {@code SELECT /*+ sort_merge *}{@code / …}.
     *
     * @throws SqlException if that is no strategy, or more than one
     */
    Optional<JoinStrategy> hint(SqlSelect select) {
        if (!select.hasHints()) {
            return Optional.empty();
        }
        SqlHint hint = (SqlHint) select.getHints().get(0);
        String name = hint.getName().toUpperCase(Locale.ROOT);
        List<JoinStrategy> all = Arrays.asList(JoinStrategy.values());
        JoinStrategy found =
                all.stream()
                        .filter(strategy -> strategy.name().equals(name))
                        .findFirst()
                        .orElseThrow(
                                () -> text.refuse(name(select, 0), "no such strategy: " + all));
        if (!hint.getOptionList().isEmpty() || !hint.getOptionKVPairs().isEmpty()) {
            throw text.refuse(name(select, 0), found + " takes nothing in parentheses");
        }
        if (select.getHints().size() > 1) {
            throw text.refuse(name(select, 1), "a second hint: a join has one strategy");
        }
        return Optional.of(found);
    }

    /**
     * Looks for a hint where there is nothing to join.
     *
     * @throws SqlException if there is one
     */
    void refuseHint(SqlSelect select) {
        if (select.hasHints()) {
            throw text.refuse(name(select, 0), "a hint says how to join: there is no JOIN");
        }
    }

    /** Its name, and not the comment around it. */
    private static SqlNode name(SqlSelect select, int hint) {
        return ((SqlHint) select.getHints().get(hint)).operand(0);
    }
}
