/**
 * A real Storm cluster: processes of its own for Nimbus, two supervisors and their workers, from
 * the jars that this chapter depends on anyway, without Storm's scripts.
 *
 * <pre>
 *   this JVM ──▶ ZooKeeper (a thread here)
 *      │            ▲          ▲
 *      │ Thrift     │          │
 *      └────────▶ Nimbus   supervisor 1, 2 ──▶ workers (a process each)
 * </pre>
 *
 * Start with {@link labs.compute.cluster.StormCluster}.
 */
package labs.compute.cluster;
