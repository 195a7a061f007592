/**
 * Transactions, as the broker sees them: what a producer writes to many partitions, and the offsets
 * that it commits with it, become visible together or never.
 *
 * <pre>
 *            AddPartitionsToTxn          EndTxn: this is the decision
 *   Empty ───────────────────▶ Ongoing ─────────────▶ PrepareCommit ──▶ CompleteCommit
 *     ▲                          │                         │                  │
 *     │ InitProducerId:          │ EndTxn, its time is     │ a marker in each │ the next one
 *     │ a higher epoch           │ over, or another life   │ partition        ▼
 *     │                          ▼                         ▼               Ongoing
 *     └─────────────────── PrepareAbort ──▶ CompleteAbort
 * </pre>
 *
 * <p>What holds:
 *
 * <ol>
 *   <li>Each change of state is in the coordinator's log before anybody hears of it, and before the
 *       next step: a broker that is killed goes on where it was.
 *   <li>Once it is decided, the markers are written, however often it takes; a second one does no
 *       harm.
 *   <li>Of two producers with one transactional id only the one that came last can write.
 *   <li>A transaction that nobody ends is aborted when its time is over.
 * </ol>
 *
 * <p>Start reading at {@link labs.mq.transaction.TransactionCoordinator}, then {@code Transaction};
 * what a partition does is in {@code labs.mq.broker.OpenTransactions}.
 *
 * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-98">KIP-98</a>
 */
package labs.mq.transaction;
