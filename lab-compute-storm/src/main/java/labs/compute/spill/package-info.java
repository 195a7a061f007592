/**
 * What to do when rows do not fit into memory.
 *
 * <pre>
 *   rows ──▶ MemoryBudget: is there room? ── yes ──▶ keep the batch
 *                                        └─ no ───▶ SpillFile in a SpillDirectory ──▶ read later
 * </pre>
 *
 * Given to the exercises: they decide what goes to disk, and when it comes back.
 */
package labs.compute.spill;
