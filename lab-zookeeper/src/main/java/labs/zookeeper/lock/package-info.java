/**
 * Locks that many processes share, with a token that makes them safe.
 *
 * <pre>
 *   /lock                                            who waits for whom
 *     ├─ 10003a-1-write-0000000004    holds it; its czxid is the fencing token
 *     ├─ 10007f-9-read-0000000005 ──────▶ 04         readers wait for the last write before them,
 *     ├─ 20001b-2-read-0000000006 ──────▶ 04         and pass together
 *     ├─ 10003a-2-write-0000000007 ─────▶ 06         a writer waits for whoever is before it
 *     └─ 20001b-3-read-0000000008 ──────▶ 07         and no later reader overtakes it
 *
 *   holder ── token 41 ── paused ················ wakes, writes with 41 ─▶ refused: 42 was here
 *   next             ──── token 42 ── writes with 42 ─▶ FencedStore
 * </pre>
 *
 * <p>Start with {@link labs.zookeeper.lock.DistributedLock} and {@link labs.zookeeper.lock.Mutex};
 * the work is done by {@code Contender}; {@link labs.zookeeper.lock.FencedStore} is the other half.
 */
package labs.zookeeper.lock;
