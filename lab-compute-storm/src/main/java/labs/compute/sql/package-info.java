/**
 * SQL text to a plan. What is outside of the subset is refused with its place in the text.
 *
 * <pre>
 *   text ─▶ SqlParsing ─▶ tree ─▶ FromClause ─▶ Scope: which column a name means
 *           (Calcite)              │
 *                                  ├─▶ JoinKeys, Conditions ─▶ Pushdown ─▶ filters of the scans
 *                                  ├─▶ SelectList, OrderBy, GroupBy ─▶ FinalRows, Groups
 *                                  └─▶ Strategies
 *                                         SelectPlanner ─▶ Layout ─▶ Select ─┐
 *                                         Planner, Union ────────────────────┴─▶ Plan ─▶ Explain
 * </pre>
 *
 * Start with {@link labs.compute.sql.Sql}, then {@code Planner}.
 */
package labs.compute.sql;
