/**
 * A real ZooKeeper ensemble on this machine, for demos and tests: each server is a process of its
 * own, so that it can be killed as a machine dies, stopped as a long pause of the garbage collector
 * stops it, and started again on what it had on disk.
 *
 * <pre>
 *   Ensemble ── EnsembleNode 1 ── JVM: QuorumPeerMain
 *            ── EnsembleNode 2 ── JVM …
 *            ── EnsembleNode 3 ── JVM …
 * </pre>
 *
 * <p>Begin with {@link labs.cluster.zookeeper.Ensemble}.
 */
package labs.cluster.zookeeper;
