/**
 * Windows by event time, and state that is exact though workers die.
 *
 * <pre>
 *   windows:  EventSpout ─ fields(key) ─▶ WindowBolt ─▶ results: key, start, end, count
 *                  └────── all ─────────▶    │    └──▶ late: what came behind the watermark
 *                    the time reached        │
 *                        Watermark: min over inputs of (max event time − lag)
 *                        EventWindows: tuples by window, fired in order, acked behind their last
 *
 *   state:    BatchSpout ─▶ PartitionBolt ─ direct ─▶ StateBolt ─▶ done
 *              txid 1, 2, 3 …                            │ TransactionalState: skip, apply, too early
 *              spout.checkpoint                          └ state-0.checkpoint: txid and counts
 * </pre>
 *
 * Windows need no disk: their tuples stay unacked until they were used, so the spout still has
 * them. Counts without an end cannot wait like that; they are saved together with the id of the
 * last batch that is in them. Start with {@link labs.compute.window.WindowAssigner}, then {@link
 * labs.compute.window.TransactionalState}.
 */
package labs.compute.window;
