package labs.proxy.config;

import java.time.Duration;

/**
 * {@code stick-table}: what is known of each client, or of whatever else its keys are.
 *
 * @param size how many keys
 * @param expire when one is forgotten that has not come; zero for never
 * @param stored what is counted, such as {@code http_req_rate(10s)}, with commas between
 */
public record StickTable(int size, Duration expire, String stored) {}
