/**
 * Which server is what: watched, and changed when the primary dies.
 *
 * <pre>
 *   Probe ─▶ Observation ─┬▶ Cluster ─▶ Topology ─▶ Replicas: which one is read?
 *   Probe ─▶ Observation ─┤     │  └▶ LagClock: how old are its data?
 *   Probe ─▶ Observation ─┘     └▶ Failover: promote the one that has received most
 * </pre>
 *
 * <p>Begin with {@link labs.proxy.mysql.cluster.Cluster}. The exercise is in {@link
 * labs.proxy.mysql.cluster.LagClock} and {@link labs.proxy.mysql.cluster.Replicas}.
 */
package labs.proxy.mysql.cluster;
