/**
 * A real ZooKeeper ensemble on this machine, for demos and tests: each server is a process of its
 * own, so that it can be killed as a machine dies, stopped as a long pause of the garbage collector
 * stops it, and started again on what it had on disk.
 *
 * <pre>
 *   Ensemble ── EnsembleServer 1 ── JVM: ServerMain ── QuorumPeerMain
 *            ── EnsembleServer 2 ── JVM …            └─ ends when its standard input does,
 *            ── EnsembleServer 3 ── JVM …               that is, when we end
 * </pre>
 *
 * Begin with {@link labs.zookeeper.ensemble.Ensemble}. Nothing here is an exercise.
 */
package labs.zookeeper.ensemble;
