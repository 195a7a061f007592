/**
 * Design rules for systems around a queue, each as a small class that can be broken and tested.
 *
 * <pre>
 *   outbox   change and message: both or neither        Outbox, OutboxRelay
 *   inbox    delivered twice, done once                 Inbox
 *   order    the key keeps its order, not the partition ParallelConsumer
 *            take no more than can be done              … which pauses
 *   retry    no message stops those behind it           RetryingConsumer, DeadLetters
 *            what cannot be read is not thrown away     Decoding
 *   lag      how old, not how many                      LagReader, LagAlarm
 *   schema   old data will be read by new programs      SchemaRegistry, AvroCodec
 * </pre>
 *
 * <p>Here is what they share: a {@link labs.mq.rules.MessageHandler} gets bytes, {@link
 * labs.mq.rules.MessageHeaders} travel with them. Start reading at {@link
 * labs.mq.rules.outbox.Outbox}.
 */
package labs.mq.rules;
