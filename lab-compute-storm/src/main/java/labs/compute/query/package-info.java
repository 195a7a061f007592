/**
 * A query as data: what each stage has to do, without saying where.
 *
 * <pre>
 *   Scan left  ──┐
 *                ├─▶ Join ─▶ Condition ─▶ Grouping ─▶ projection ─▶ SortOrder ─▶ page
 *   Scan right ──┘
 * </pre>
 *
 * Start with {@link labs.compute.query.Plan}.
 */
package labs.compute.query;
