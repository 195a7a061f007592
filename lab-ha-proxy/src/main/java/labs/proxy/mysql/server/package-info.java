/**
 * A real MariaDB with replicas on this machine, for demos and tests.
 *
 * <pre>
 *   Distribution ──────── the program and empty data, unpacked once a machine
 *   MariaDbServer ─────── a process: start, kill -9, freeze, thaw, start again
 *   ReplicationCluster ── a primary and its replicas
 * </pre>
 *
 * <p>Begin with {@link labs.proxy.mysql.server.ReplicationCluster}. Nothing here is an exercise.
 */
package labs.proxy.mysql.server;
