package labs.proxy.mysql.session;

/**
 * A {@code SET} that each connection of a session must see.
 *
 * @param version in the order in which they are to be done
 * @param constant whether it says the same wherever and however often it is done
 */
public record Setting(long version, String sql, boolean constant) {}
