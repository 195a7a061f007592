/**
 * A real Kafka on this machine, for demos and tests: each server is a process of its own.
 *
 * <pre>
 *   KafkaCluster ── KafkaNode 1 ── JVM: KafkaServerMain ── kafka.Kafka
 *                ── KafkaNode 2 ── JVM …
 *                └─ Wires: ways between them that can be cut
 * </pre>
 *
 * <p>Begin with {@link labs.cluster.kafka.KafkaCluster}.
 */
package labs.cluster.kafka;
