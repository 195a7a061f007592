package labs.mq.log;

/**
 * Where records went.
 *
 * @param firstOffset the offset that the first of them got
 * @param nextOffset the offset that follows the last of them
 */
public record Appended(long firstOffset, long nextOffset) {}
