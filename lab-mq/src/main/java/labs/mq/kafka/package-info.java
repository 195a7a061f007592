/**
 * Kafka itself, with its own client: what a producer may believe, what a consumer promises, and
 * what happens when partitions move.
 *
 * <pre>
 *   RecordSender ──▶ topic ──▶ ConsumerLoop: poll ──▶ Delivery
 *     │                              ▲                  ├─ AtLeastOnce    process, commit
 *     ▼                              │                  ├─ AtMostOnce     commit, process
 *   Fate: acknowledged               │                  ├─ KeyCounts      state moves with its
 *         failed for good            │                  │                 partition
 *         unknown               wake-up, close          └─ BackPressure   slow work, and still
 *                                                                         polling
 * </pre>
 *
 * <p>What holds:
 *
 * <ol>
 *   <li>A record is acknowledged, failed or unknown; whatever is in doubt is unknown.
 *   <li>One key goes to one partition, and one partition is one order.
 *   <li>A committed offset is a promise about work. Before the work, it can lose it; after the
 *       work, it can repeat it.
 *   <li>State belongs to a partition's owner. It is saved when the partition is handed over, and
 *       never after it was lost.
 *   <li>A member polls in time, however slow its work is.
 * </ol>
 *
 * <p>Start reading at {@link labs.mq.kafka.RecordSender} and {@link labs.mq.kafka.ConsumerLoop}.
 */
package labs.mq.kafka;
