/**
 * Judges whether a history is linearizable: whether each operation can be given one moment between
 * its call and its answer at which it seems to have happened at once (Herlihy and Wing, 1990).
 *
 * <pre>
 *   History ─▶ operations ─┬─ by key ─▶ Search (one key) ─┐
 *                          └─ by key ─▶ Search (one key) ─┴─▶ Verdict: Linearizable | Violation | Unknown
 *   Model: the sequential object that it should look like
 * </pre>
 *
 * Start reading at {@link labs.kit.linear.Linearizability}, then {@link labs.kit.linear.Search}.
 */
package labs.kit.linear;
