/**
 * The real servers in containers: the images of {@code docker/}, started by Testcontainers, on free
 * ports of the loopback.
 *
 * <pre>
 *   Engine            does one answer? asked first, within a second
 *   RequiresEngine    skips a test where none does, with a line that says so
 *   Images            builds docker/NAME, as docker compose does
 *   KafkaContainers   and ZooKeeper, MySql, Storm, Ceph: start, addresses, nodes
 *   ContainerNode     one of them: kill, pause, start again at the same address
 *   Leftovers         finds by their labels what a dead JVM has left, and removes it
 * </pre>
 *
 * Start with {@link labs.cluster.container.ZooKeeperContainers}.
 */
package labs.cluster.container;
