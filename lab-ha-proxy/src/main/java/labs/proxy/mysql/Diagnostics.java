package labs.proxy.mysql;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import labs.proxy.mysql.protocol.ResponseTracker;
import labs.proxy.mysql.protocol.ResponseTracker.Shape;
import labs.proxy.mysql.sql.Statement;
import labs.proxy.mysql.sql.Statement.Trait;

/**
 * Where a session's last statements left what a later one can ask for: {@code ROW_COUNT()}, {@code
 * FOUND_ROWS()}, warnings and errors. Each lies on the connection of the statement that left it,
 * and the next one may have to be done elsewhere. Then a read that left it can be done once more
 * there. Confined to the session's event loop.
 *
 * <pre>
 *   SELECT … (replica)   ─▶ row count, found rows, warnings: replica
 *   SET x = 1 (replica)  ─▶ row count: replica                     warnings stay: it names no table
 *   INSERT … (primary)   ─▶ row count, warnings: primary           found rows: still the replica
 * </pre>
 */
final class Diagnostics {
    private static final Set<Trait> ALL =
            Set.of(Trait.ROW_COUNT, Trait.FOUND_ROWS, Trait.DIAGNOSTICS);

    private final Map<Trait, Origin> origins = new EnumMap<>(Trait.class);
    private long last; // number

    private static final Optional<Preparation> NOTHING =
            Optional.of(new Preparation(List.of(), false));

    /** Where something lies, and which request left it there: kept as long as that may be asked. */
    private static final class Origin {
        private final ServerConnection at;
        private final Request by;
        private final long number; // in the order of the statements
        private final boolean kept;
        private int uses;

        Origin(long number, ServerConnection at, Request by) {
            this.number = number;
            this.at = at;
            this.by = by;
            kept = by.mayBeDoneAgain();
            if (kept) {
                by.keep();
            }
        }

        void release() {
            if (--uses == 0 && kept) {
                by.release();
            }
        }
    }

    /**
     * What must be done at a connection before a statement can ask there, in this order.
     *
     * @param changeNothing whether something that changes no rows is to be done at the end
     */
    record Preparation(List<Request> again, boolean changeNothing) {
        boolean isNothing() {
            return again.isEmpty() && !changeNothing;
        }
    }

    /** This was answered there, as the request knows. */
    void answered(Request request, ServerConnection at) {
        ResponseTracker answer = request.answer();
        boolean warns = answer.error() != null || answer.warnings() > 0;
        var origin = new Origin(++last, at, request);
        put(Trait.ROW_COUNT, origin);
        if (answer.hasRows() && request.shape() == Shape.QUERY) {
            put(Trait.FOUND_ROWS, origin);
        }
        if (warns || !keepsWarnings(request.statement())) {
            put(Trait.DIAGNOSTICS, origin);
            at.session().warned(warns);
        }
    }

    private void put(Trait trait, Origin origin) {
        origin.uses++;
        Origin before = origins.put(trait, origin);
        if (before != null) {
            before.release();
        }
    }

    private static boolean keepsWarnings(Statement statement) {
        return statement.has(Trait.NO_TABLES)
                || statement.kind() == Statement.Kind.ABOUT_LAST
                || statement.kind() == Statement.Kind.USE;
    }

    /** Where a statement that only asks should be done; null if it does not matter. */
    ServerConnection home(Statement statement) {
        return ALL.stream()
                .filter(trait -> statement.has(trait) && origins.containsKey(trait))
                .map(trait -> origins.get(trait).at)
                .findFirst()
                .orElse(null);
    }

    /** What must be done at this connection before this statement; empty if nothing helps. */
    Optional<Preparation> before(Statement statement, ServerConnection at) {
        if (!asks(statement)) {
            return NOTHING;
        }
        List<Origin> again = new ArrayList<>();
        boolean nothing = false;
        boolean here = false;
        for (Trait trait : ALL) {
            Origin origin = statement.has(trait) ? origins.get(trait) : null;
            if (origin == null || isAlike(trait, origin, at)) {
                continue;
            }
            if (origin.at == at) {
                here = true;
            } else if (origin.by.mayBeDoneAgain()) {
                again.add(origin);
            } else if (trait == Trait.ROW_COUNT && changedNothing(origin.by)) {
                nothing = true;
            } else {
                return Optional.empty();
            }
        }
        if (here && (nothing || !again.isEmpty())) {
            return Optional.empty(); // what lies here would be lost by that
        }
        List<Request> inOrder =
                again.stream()
                        .distinct()
                        .sorted((one, other) -> Long.compare(one.number, other.number))
                        .map(origin -> origin.by)
                        .toList();
        return Optional.of(new Preparation(inOrder, nothing));
    }

    private static boolean asks(Statement statement) {
        return statement.has(Trait.ROW_COUNT)
                || statement.has(Trait.FOUND_ROWS)
                || statement.has(Trait.DIAGNOSTICS);
    }

    // No warnings are no warnings everywhere.
    private static boolean isAlike(Trait trait, Origin origin, ServerConnection at) {
        ResponseTracker answer = origin.by.answer();
        return trait == Trait.DIAGNOSTICS
                && answer.error() == null
                && answer.warnings() == 0
                && !at.session().hasWarned();
    }

    private static boolean changedNothing(Request request) {
        Statement statement = request.statement();
        boolean changes =
                switch (statement.kind()) {
                    case SETTING, USE, BEGIN_READ_ONLY -> false;
                    case WRITE -> !statement.has(Trait.NO_TABLES);
                    default -> true;
                };
        return !changes && request.answer().error() == null && !request.answer().hasRows();
    }

    /** The connections of before are gone, or the session is over. */
    void clear() {
        origins.values().forEach(Origin::release);
        origins.clear();
    }
}
