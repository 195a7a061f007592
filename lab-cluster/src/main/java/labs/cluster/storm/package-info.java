/**
 * A real Storm cluster: processes of its own for Nimbus, two supervisors and their workers, from
 * the jars of this JVM's class path, without Storm's scripts.
 *
 * <pre>
 *   this JVM ──▶ ZooKeeper (a thread here)
 *      │            ▲          ▲
 *      │ Thrift     │          │
 *      └────────▶ Nimbus   supervisor 1, 2 ──▶ workers (a process each)
 * </pre>
 *
 * <p>Begin with {@link labs.cluster.storm.StormCluster}.
 */
package labs.cluster.storm;
