/**
 * Shared remote data: a tuple space. Programs meet in the data and never call each other: who
 * writes a tuple does not know who takes it, or when, or whether it exists yet.
 *
 * <pre>
 *   coordinator                    LocalTupleSpace                    worker
 *     write("task", 7) ──────────▶  ("task", 7)
 *                                   ("task", 8)  ◀──────────── take("task", nil)  blocks until one matches
 *     take("done", 7, nil) ◀─────── ("done", 7, 42) ◀───────── write("done", 7, 42)
 * </pre>
 *
 * <p>{@link labs.rpc.space.TupleSpace} is the remote interface; {@link
 * labs.rpc.space.LocalTupleSpace} is what stands behind it on the server; {@link
 * labs.rpc.space.Template} says what matches. Read in this order.
 */
package labs.rpc.space;
