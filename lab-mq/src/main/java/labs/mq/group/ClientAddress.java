package labs.mq.group;

/**
 * Which client a member is.
 *
 * @param id that it has given itself
 * @param host from where it is connected
 */
public record ClientAddress(String id, String host) {}
