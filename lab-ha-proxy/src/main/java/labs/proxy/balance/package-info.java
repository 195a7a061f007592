/**
 * Which server takes the next connection or request. Pure: no sockets, no clocks, no threads.
 *
 * <pre>
 *   health, weights ──▶ use(targets) ─┐
 *                                     ▼
 *   client's address ─▶ Keys ─▶ choose(key) ─┬▶ SmoothRoundRobin   in turn, by weight
 *   or URI                                   ├▶ LeastConnections ◀─┐
 *                                            ├▶ HashRing           │ Loads: how many each has
 *                                            └▶ RandomDraws ◀──────┘
 * </pre>
 *
 * <p>Start reading at {@link labs.proxy.balance.Balancer}.
 */
package labs.proxy.balance;
