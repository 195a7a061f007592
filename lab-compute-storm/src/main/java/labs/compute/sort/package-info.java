/**
 * Sorting what no one machine sorts, and pages of it.
 *
 * <pre>
 *   rows ──▶ Sample ──▶ Bounds
 *                         │ split
 *   rows ─────────────────┴──▶ range 0 │ range 1 │ … │ range 127     RangeStore, one for each task
 *                                 │         │             │
 *                              counts ──────┴─────────────┴──▶ PageIndex: the page at 5,000,000 is
 *                                                              rows 300 … 349 of range 64
 *   range 64 ──▶ RadixSort (in memory) or ExternalSort (on disk), when a page first needs it
 *
 *   RangeStore: HeldRows (as they came) ── no room ──▶ SpilledRows (a file for each range)
 * </pre>
 *
 * Start with {@link labs.compute.sort.SortOrder} and {@link labs.compute.sort.Bounds}; then {@link
 * labs.compute.sort.RangeStore}, and {@link labs.compute.sort.Pages} for how it is used.
 */
package labs.compute.sort;
