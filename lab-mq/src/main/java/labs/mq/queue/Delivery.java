package labs.mq.queue;

/**
 * A message in a consumer's hands, until its visibility is over. The array is not copied: do not
 * change it.
 *
 * @param id of the message
 * @param attempt 1 for the first delivery; more than that: somebody may have begun with it
 */
public record Delivery(long id, int attempt, byte[] body) {}
