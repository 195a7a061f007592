/**
 * Messages: a work queue. Jobs wait until somebody has time for them, and a job is gone only when
 * somebody says that it is done.
 *
 * <pre>
 *              put                 take                    ack
 *   producer ───────▶ [ready] ─────────────▶ [in progress] ───────▶ gone
 *                        ▲                        │
 *                        └── visibility is over ──┤ for the nth time: [dead letters]
 * </pre>
 *
 * <p>{@link labs.rpc.queue.WorkQueue} is the remote interface, {@link labs.rpc.queue.Delivery} what
 * a worker gets, {@link labs.rpc.queue.LocalWorkQueue} what stands behind it on the server. Read in
 * this order.
 */
package labs.rpc.queue;
