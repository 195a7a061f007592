/**
 * When a few keys have most of the rows: ways to spread them that keep the result exact.
 *
 * <pre>
 *   hash          key ──▶ its one task                    a hot key is one task's whole work
 *   two choices   key ──▶ the lighter of its two tasks    two partial counts a key
 *   two stages    key ──▶ any task, counted there ──▶ by key, added up
 *   salted join   hot left row  ──▶ one of s tasks
 *                 hot right row ──▶ all s of them         each pair meets once
 * </pre>
 *
 * Start with {@link labs.compute.skew.TwoChoices}, then {@link labs.compute.skew.SaltedRouting}.
 * {@link labs.compute.skew.BalanceMain} measures them side by side.
 */
package labs.compute.skew;
