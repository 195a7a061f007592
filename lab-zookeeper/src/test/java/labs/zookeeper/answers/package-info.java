/**
 * Loses the answer of each operation that a recipe asks ZooKeeper for, one after the other.
 *
 * <pre>
 *   a Story ── Wire: its client ──▶ FaultProxy ──▶ server
 *                                      │ Answers reads along: exists, create, exists, multi, …
 *                                      ▼
 *   told once in peace; then once more for each answer and each way to lose it:
 *   once, twice, or with a cut that is longer than the client's retries
 * </pre>
 *
 * <p>Start at {@link labs.zookeeper.answers.EveryAnswer}.
 */
package labs.zookeeper.answers;
