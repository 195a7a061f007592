/**
 * Classic queues against logs, asked the same seven questions: the walkthrough's table is what they
 * answered.
 *
 * <pre>
 *   Question ──▶ MessageSystem ──▶ OurQueue    LocalQueue, a journal
 *                                  Artemis     ActiveMQ Artemis in this JVM, JMS
 *                                  KafkaLog    Kafka's client: our broker, or Kafka itself
 *                                  KafkaShare  Kafka's share groups: a queue over the log
 * </pre>
 *
 * Start with {@link labs.mq.compare.Question}.
 */
package labs.mq.compare;
