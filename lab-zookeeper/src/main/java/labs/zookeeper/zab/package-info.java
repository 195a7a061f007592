/**
 * ZAB in small: the protocol that keeps ZooKeeper's servers alike, as an algorithm that runs on a
 * simulated machine as well as on a real one.
 *
 * <pre>
 *        ┌──────────── silence, or no majority ───────────┐
 *        ▼                                                │
 *   Election ──── elected ───▶ Follower        Leader ────┘
 *   (who has the                  │ FollowerInfo ──▶ │
 *    most history?)               │ ◀──── NewEpoch   │  discovery: an epoch of its own,
 *                                 │ AckEpoch ──────▶ │  agreed to by a majority
 *                                 │ ◀─── NewLeader   │  synchronisation: its log
 *                                 │ Ack ───────────▶ │  on the disks of a majority
 *                                 │ ◀───── Propose   │
 *                                 │ Ack ───────────▶ │  broadcast: a majority has it
 *                                 │ ◀────── Commit   │  on disk, so it is committed
 * </pre>
 *
 * <p>What holds at every moment, whoever crashes and whatever gets lost:
 *
 * <ol>
 *   <li>Integrity: what is delivered was broadcast by a primary.
 *   <li>Agreement and total order: of what any two nodes delivered since they started, one is a
 *       beginning of the other.
 *   <li>Primary order: the transactions of one primary come in the order in which it broadcast
 *       them, without a gap; those of an older primary come before those of a newer one, which was
 *       delivered them before it broadcast anything.
 *   <li>What was delivered anywhere stays: every later primary has it.
 * </ol>
 *
 * <p>Unlike ZooKeeper it does not count on TCP between the nodes: every message may be lost,
 * doubled or overtaken, so each says of which epoch it is and where in the log it belongs.
 *
 * <p>Start reading at {@link labs.zookeeper.zab.ZabMessage}, {@link
 * labs.zookeeper.zab.ReplicatedCounter} and {@link labs.zookeeper.zab.ZabNode}; then the phases in
 * their order: Election, Discovery, Follower, Leader and Broadcast, and what they stand on:
 * Replica, TransactionLog, Tally.
 */
package labs.zookeeper.zab;
