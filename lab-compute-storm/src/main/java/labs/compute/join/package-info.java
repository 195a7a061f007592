/**
 * Ways to join two tables, in the memory there is.
 *
 * <pre>
 *   BroadcastHashJoin     right ──▶ HashIndex ◀── left rows as they come
 *   PartitionedHashJoin   right ──▶ 2^bits RowStores ─┐  partition by partition: BuildAndProbe,
 *                         left  ──▶ 2^bits RowStores ─┘  cut again by HashBits, or in blocks
 *                         (a RowStore: Chunks of columns, PackedPieces, a file)
 *   SortMergeJoin         right ──▶ SortedRuns ──▶ RightGroups ─┐
 *                         left  ──▶ SortedRuns ──▶ MergeWalk  ◀─┘
 *
 *   Overflow: whose rows go to disk when the MemoryBudget is used up
 *   JoinedRows: pairs of row numbers ──▶ batches, column by column
 * </pre>
 *
 * Start with {@link labs.compute.join.HashIndex} and {@code HashProbe}, then {@link
 * labs.compute.join.PartitionedHashJoin}. {@link labs.compute.join.BloomFilter} spares the network
 * before any of them.
 */
package labs.compute.join;
