/**
 * Exactly once: from topic to topic, results and progress in one transaction.
 *
 * <pre>
 *   input ──▶ poll ──▶ transform ──▶ send ─────────────▶ output
 *                                     │   ┐ one
 *                                     ▼   ┘ transaction
 *                              sendOffsets ────────────▶ the group's offsets
 *                                     │
 *                                  commit ── or abort, go back, do it again
 *
 *   same transactional id, later start:  the earlier one is fenced, its open transaction aborted
 * </pre>
 *
 * <p>What holds:
 *
 * <ol>
 *   <li>The results of a step and the offsets that say that it was done become visible together or
 *       never.
 *   <li>A reader of committed records sees each result once, wherever the process was killed.
 *   <li>A worker has one transactional id for all its lives, and no other worker has it.
 *   <li>Who was fenced stops: its work is another's.
 * </ol>
 *
 * <p>It ends where Kafka ends: what the transform does elsewhere (a mail, another database) is done
 * again when a step is. {@code NaiveTransfer} is the same without transactions, to be compared.
 *
 * <p>Start reading at {@link labs.mq.exactly.ExactlyOnce}.
 */
package labs.mq.exactly;
