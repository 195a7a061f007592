/**
 * The real servers that the chapters use: ZooKeeper, Kafka, MariaDB, Storm. Each is started in the
 * same way, can be killed, paused and started again, and leaves nothing behind.
 *
 * <p>Nothing here is an exercise.
 */
package labs.cluster;
