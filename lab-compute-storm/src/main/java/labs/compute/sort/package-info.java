/**
 * Sorting what no one machine sorts, and pages of it.
 *
 * <pre>
 *   rows ──▶ Bounds: by splitters that a sample gave ──▶ 0 … 99 │ 100 … 180 │ 181 …
 *   page 7,000 ──▶ the counts say which range ──▶ only that one is sorted
 * </pre>
 *
 * Start with {@link labs.compute.sort.RangeStore}.
 */
package labs.compute.sort;
