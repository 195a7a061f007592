package labs.proxy.config;

import java.time.Duration;

/**
 * {@code stick-table type ip}: which client last went to which server.
 *
 * @param size how many clients
 * @param expire when one is forgotten that has not come; zero for never
 */
public record StickTable(int size, Duration expire) {}
