/**
 * Tables as files of text and, in memory, as columns.
 *
 * <pre>
 *   orders.csv ──▶ Split ──▶ SplitReader ──▶ ColumnBatch ──▶ Partitions ──▶ a batch for each task
 *                  a piece    reads text      long[][]        by the key's hash
 *                                PlainLines                    PackedPartitions: by Packing,
 *                                eight bytes at once           a word for each row, or a few
 * </pre>
 *
 * Who works on rows has columns of them; rows that wait or travel are packed.
 *
 * <p>A row that travels alone costs an object, a tuple and an acknowledgement; a batch shares them
 * among thousands. Start with {@link labs.compute.table.ColumnBatch}.
 */
package labs.compute.table;
