/**
 * A real Kafka on this machine, for demos and tests: each broker is a process of its own, so that
 * it can be killed as a machine dies, and started again on what it had on disk.
 *
 * <pre>
 *   KafkaCluster ── KafkaServer 1 ── JVM: KafkaServerMain ── kafka.Kafka (broker and controller)
 *                ── KafkaServer 2 ── JVM …                   └─ ends when its standard input does,
 *                ── KafkaServer 3 ── JVM …                      that is, when we end
 * </pre>
 *
 * Begin with {@link labs.mq.cluster.KafkaCluster}. Nothing here is an exercise.
 */
package labs.mq.cluster;
