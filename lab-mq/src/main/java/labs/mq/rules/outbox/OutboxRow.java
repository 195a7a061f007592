package labs.mq.rules.outbox;

/**
 * A message that waits in the outbox.
 *
 * @param id its place in the order of writing
 */
record OutboxRow(long id, String messageId, String topic, String key, byte[] payload) {}
