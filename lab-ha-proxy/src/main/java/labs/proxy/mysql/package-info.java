/**
 * A balancer that speaks MySQL: one address for a primary and its replicas.
 *
 * <pre>
 *                        Classifier: what is it?   SessionState: where may it go?
 *                                   │                       │
 *   client ═▶ PacketDecoder ═▶ ClientSession ═▶ ServerLinks ┴═▶ ServerConnection ═▶ primary
 *   client ◀════════════ rows, untouched ◀══════ ResponseTracker ◀═ ServerConnection ◀═ replica
 *                                                     Cluster: who is what, how old, who is dead?
 * </pre>
 *
 * <p>A session has at most one connection to the primary and one to a replica, all on one event
 * loop. Begin with {@link labs.proxy.mysql.MysqlProxy}, then {@code ClientSession}.
 */
package labs.proxy.mysql;
