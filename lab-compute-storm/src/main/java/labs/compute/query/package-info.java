/**
 * A query as data: what each stage has to do, without saying where; and the stages that are neither
 * a join nor a sort.
 *
 * <pre>
 *   Scan left  ──┐
 *                ├─▶ Join ─▶ Condition ─▶ Grouping ─▶ output ─▶ having ─▶ SortOrder ─▶ page
 *   Scan right ──┘             │            │           │
 *                           Formula         │         Value
 *                                       Aggregation: GroupTable, Accumulator
 * </pre>
 *
 * Start with {@link labs.compute.query.Plan} and {@link labs.compute.query.Select}; {@link
 * labs.compute.query.LocalRunner} runs one.
 */
package labs.compute.query;
