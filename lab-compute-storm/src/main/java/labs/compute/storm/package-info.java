/**
 * Storm in this JVM, given: the exercises build topologies, and submit them here.
 *
 * <pre>
 *   LocalStorm.start() ──▶ LocalZooKeeper   on a free port of the loopback
 *                      ──▶ LocalCluster     Nimbus, a supervisor and its workers, as threads
 *        .submit(…)    ──▶ LocalTopology    await, failure, close: killed, and all its tasks gone
 * </pre>
 *
 * Every spout and bolt runs inside a guard: Storm ends the whole process when a task throws, which
 * here would be the process of the tests. The tasks of a topology are copies that Storm made by
 * serialisation; {@link labs.compute.storm.Shared} lets a test look into them. Start with {@link
 * labs.compute.storm.LocalStorm}.
 */
package labs.compute.storm;
