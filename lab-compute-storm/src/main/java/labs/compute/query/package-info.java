/**
 * A query as data: what each stage has to do, without saying where; and the stages that are neither
 * a join nor a sort.
 *
 * <pre>
 *   Scan left  ──┐
 *                ├─▶ Join ─▶ Condition ─▶ Grouping ─▶ projection ─▶ SortOrder ─▶ page
 *   Scan right ──┘             │            │
 *                           Formula     Aggregation: GroupTable, Accumulator
 * </pre>
 *
 * Start with {@link labs.compute.query.Plan}; {@link labs.compute.query.LocalRunner} runs one.
 */
package labs.compute.query;
