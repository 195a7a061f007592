package labs.zookeeper.config;

import java.time.Instant;

/**
 * Who published what version, when and why.
 *
 * @param version 1, 2, 3 …; 0 before anything was published
 * @param id unique to one attempt to publish: by it a publisher that lost its connection knows its
 *     own work again
 * @param when by the publisher's clock, and later than the version before in any case
 */
public record Revision(long version, String id, Instant when, String who, String comment) {
    /**
     * The rule by which all go forward: what has a greater number is newer. If it has not, it is
     * newer when it was published later, which never happens in one history: then ZooKeeper has
     * lost what it had, or goes on from an old copy, or somebody deleted everything and began anew.
     * What a server answers that lags behind was published earlier.
     */
    boolean isNewerThan(Revision other) {
        return version > other.version || (!id.equals(other.id) && when.isAfter(other.when));
    }

    /** Whether this one is newer than that, though its number is not greater. */
    boolean begunAnewAfter(Revision other) {
        return version <= other.version && isNewerThan(other);
    }

    /** That in words. */
    String describeBeginAfter(Revision other) {
        return "the history began anew: version "
                + version
                + " was published by "
                + who
                + " at "
                + when
                + ", after version "
                + other.version
                + " of "
                + other.when
                + ", which it replaces. ZooKeeper has lost data, or somebody deleted it";
    }
}
