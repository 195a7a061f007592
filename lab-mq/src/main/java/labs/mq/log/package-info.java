/**
 * A partition as a log on disk: records get numbers as they are appended, and nothing is changed
 * afterwards, only dropped at the old end or, key by key, once a newer record has replaced it.
 *
 * <pre>
 *   Log orders-0          sealed                 sealed                active
 *   ├ logStart            ┌──────────────────┐   ┌──────────────────┐  ┌───────────
 *   │                     │ 000…000.log      │   │ 000…812.log      │  │ 000…951.log  ◀── append
 *   │                     │ batch batch batch│   │ batch batch …    │  │ batch batch
 *   └ logEnd              │ 000…000.index    │   │ 000…812.index    │  │ (index in memory)
 *                         └──────────────────┘   └──────────────────┘  └───────────
 *                            │ one entry for about 4 KiB: offset, position, newest time so far
 * </pre>
 *
 * <p>What holds, whenever the process is killed:
 *
 * <ol>
 *   <li>Offsets are given once, in order, without a gap on appending.
 *   <li>What {@link labs.mq.log.Log#append} returned for is there after a restart; what it did not
 *       return for is there whole or not at all.
 *   <li>A segment that has its index file is complete and on the disk; one that has none is read
 *       through on opening, and cut at its first broken batch.
 *   <li>A reader gets the bytes that the writer sent, in whole batches up to the end of the slice.
 * </ol>
 *
 * <p>The batches are Kafka's record batches of magic 2, so that Kafka's own clients can write and
 * read them. Start reading at {@link labs.mq.log.Batch}, then {@code SegmentIndex}, {@code
 * Segment}, {@link labs.mq.log.Log}, {@code Recovery} and {@code Compaction}.
 */
package labs.mq.log;
