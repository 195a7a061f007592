/**
 * A data grid in small: a map that is cut into partitions, each on an owner and its backups.
 *
 * <pre>
 *   GridClient ──Request──▶ GridNode of the owner            GridNode of a backup
 *   (table, NearCache)          │                                 │
 *        ▲                  Ownership ──Snapshot, Updates──▶ BackupCopy
 *        │                      │    ◀────────Ack───────────      │
 *        └───────Answer─────────┤                                 │
 *          when they hold it    └─ Partition                      └─ Partition
 *
 *   Membership: Heartbeat from all to all; the oldest member is the coordinator
 *        │
 *        └─ PartitionPlanner: PartitionTable 1.7 ──Table──▶ all members
 *           next = who shall hold it      ◀──Migrated── the owner, when they have it
 *           PartitionTable 1.8: members = next
 * </pre>
 *
 * <p>What holds while members die, as long as no more die at once than there are synchronous
 * backups, and nobody is thought dead who lives:
 *
 * <ol>
 *   <li>A partition has one owner: the next one begins when the last one has stopped or is dead.
 *   <li>What was answered, a write or a read, is on the owner and on all synchronous backups.
 *   <li>A backup that acknowledges knows the table in which it is one, so no coordinator can take
 *       over with a table in which it is none.
 *   <li>A call that is repeated counts once: the answers move with the entries.
 * </ol>
 *
 * <p>When the network splits, nobody can tell the dead from the cut off: both sides go on. See
 * {@link labs.memory.grid.MergePolicy} and {@link labs.memory.grid.GridConfig#minimumMembers}.
 *
 * <p>Start with {@link labs.memory.grid.GridMessage} and {@link labs.memory.grid.PartitionTable};
 * then {@code Partition}, {@code BackupCopy}, {@code Ownership}, {@code PartitionPlanner}, {@code
 * Membership}, and last {@link labs.memory.grid.GridNode}, which decides nothing itself.
 */
package labs.memory.grid;
