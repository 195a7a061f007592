/**
 * Order by key with many threads: the unit of order is the key, not the partition.
 *
 * <pre>
 *   poll ──▶ KeyedExecutor ── a: 1 ─▶ 4 ─▶ 5      one key, one at a time
 *     │                    ── b: 2                different keys at once
 *     │                    ── c: 3 ─▶ 6
 *     │      PartitionProgress: 1 2 . 4 . .       3 is not done: commit "next is 3"
 *     └────▶ too many unfinished: pause, and poll on
 * </pre>
 *
 * Start reading at {@link labs.mq.rules.order.ParallelConsumer}.
 */
package labs.mq.rules.order;
