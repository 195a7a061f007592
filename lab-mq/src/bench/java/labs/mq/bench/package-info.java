/**
 * Our broker beside Kafka, and our classic queue beside Artemis, in turns.
 *
 * <pre>
 *   MqBench (this JVM)                                   child JVMs
 *     LoadRounds ── Load: kafka-clients, the same ──┬──▶ OursMain, heap 96 MB
 *     PacedRounds     settings for both             └──▶ Kafka, heap 512 MB
 *     StartRounds ── starts processes, asks for ApiVersions
 *     RecoveryRounds ── fills 5 GB by bare sockets, kill -9, starts again
 *     QueueRounds ── labs.mq.queue and Artemis, both in this JVM
 * </pre>
 *
 * <p>Start with {@link labs.mq.bench.MqBench}. Each part checks that both sides gave the right
 * answer, and throws if not.
 */
package labs.mq.bench;
