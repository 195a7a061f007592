package labs.mq.queue;

/**
 * A message as it stands in the journal.
 *
 * @param visibleAt in milliseconds since 1970; before, it cannot be taken
 * @param deliveries how often it has been handed out
 */
record StoredMessage(long id, int priority, long visibleAt, byte[] body, int deliveries) {
    StoredMessage delivered(int times) {
        return new StoredMessage(id, priority, visibleAt, body, times);
    }
}
