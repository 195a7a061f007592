/**
 * The shared cluster, {@code docker-compose.yml} at the repository's root, behind one command.
 *
 * <pre>
 *   DockerHost   is there a client, an engine, Compose, memory enough?
 *   Compose      builds, starts, asks and removes the containers of some parts
 *   Part         kafka, mysql, …: a profile of the file, and the line that points the labs at it
 *   Service      one container and its health, as Compose tells
 * </pre>
 *
 * Start with {@link labs.cli.cluster.Compose}.
 */
package labs.cli.cluster;
