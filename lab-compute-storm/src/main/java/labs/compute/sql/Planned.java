package labs.compute.sql;

import java.util.List;
import labs.compute.query.Plan;
import labs.compute.query.Select;

/** A plan, and what was known when it was made. */
record Planned(Plan plan, List<Part> parts) {
    /**
     * One of its SELECTs.
     *
     * @param choice null if there is nothing to join, as is {@code right}
     */
    record Part(
            Select select,
            FromClause.Joined from,
            FinalRows rows,
            Strategies.Choice choice,
            TableSize left,
            TableSize right) {}
}
