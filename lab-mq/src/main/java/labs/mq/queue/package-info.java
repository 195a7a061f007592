/**
 * The classic queue: a message belongs to one consumer at a time, and is gone when that consumer
 * says that its work is done.
 *
 * <pre>
 *                 delay is over          take               ack
 *   put ─▶ delayed ──────────▶ ready ───────────▶ in flight ────▶ gone
 *                               ▲   ▲                 │
 *                               │   └── nack ─────────┤  visibility is over, or refused
 *                               │                     │
 *                               └─────────────────────┤  delivered too often
 *                                                     └─────────▶ dead letters
 * </pre>
 *
 * <p>What holds:
 *
 * <ol>
 *   <li>A message is delivered at least once, and then until it is acknowledged or dead.
 *   <li>Two consumers never have the same message at the same time, as long as each is done before
 *       its visibility is over.
 *   <li>Of the ready messages the one with the highest priority comes first, and of those the one
 *       that was put first.
 *   <li>The durable queue has after a crash all that {@code put} returned for, and nothing that
 *       {@code ack} returned for.
 * </ol>
 *
 * <p>Start reading at {@link labs.mq.queue.MessageQueue}, then {@code QueueState}, {@code Journal}
 * and {@link labs.mq.queue.LocalQueue}.
 */
package labs.mq.queue;
