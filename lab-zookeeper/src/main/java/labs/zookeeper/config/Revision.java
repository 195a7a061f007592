package labs.zookeeper.config;

import java.time.Instant;

/**
 * Who published what version, when and why.
 *
 * @param version 1, 2, 3 …; 0 before anything was published
 * @param id unique to one attempt to publish: by it a publisher that lost its connection knows its
 *     own work again
 */
public record Revision(long version, String id, Instant when, String who, String comment) {}
