/**
 * Counting words that never end, on Storm: spouts, bolts, groupings, and what acking does.
 *
 * <pre>
 *   LineSpout ─▶ TroubleBolt ─▶ SplitBolt ─▶ TroubleBolt ─▶ CountBolt ─▶ PartialTopBolt ─▶ GlobalTopBolt
 *     │  ▲    shuffle       shuffle      shuffle       fields(word)  fields(word)     global
 *     │  │                                                  every second a tick: the ranking so far
 *     ▼  │ ack, fail, timeout
 *   Replays: what is on its way, what goes again, what is given up
 * </pre>
 *
 * The troubles fail tuples on purpose. Start with {@link labs.compute.stream.Replays}, then {@link
 * labs.compute.stream.WordCount}.
 */
package labs.compute.stream;
