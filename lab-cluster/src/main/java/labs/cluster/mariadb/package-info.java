/**
 * A real MariaDB on this machine, alone or with replicas, for demos and tests.
 *
 * <pre>
 *   Distribution ──────── the program and empty data, unpacked once a machine
 *   MariaDbNode ───────── a process: start, kill -9, pause, resume, start again
 *   MariaDb ───────────── one alone, or yours
 *   ReplicationCluster ── a primary and its replicas
 * </pre>
 *
 * <p>Begin with {@link labs.cluster.mariadb.MariaDb}.
 */
package labs.cluster.mariadb;
