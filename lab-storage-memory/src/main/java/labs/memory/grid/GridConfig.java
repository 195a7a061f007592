package labs.memory.grid;

import java.time.Duration;

/**
 * What all members of a grid must agree on.
 *
 * @param partitions into which the keys are cut
 * @param syncBackups backups that have a write before it is answered
 * @param asyncBackups backups that get it some time later
 * @param minimumMembers with fewer, a member refuses every call
 * @param heartbeat how often members tell that they live
 * @param patience after this much silence, a member counts as dead
 * @param mergePolicy what stays of two values for one key, when a split cluster is whole again
 */
public record GridConfig(
        int partitions,
        int syncBackups,
        int asyncBackups,
        int minimumMembers,
        Duration heartbeat,
        Duration patience,
        MergePolicy mergePolicy) {
    /** 271 partitions, one synchronous backup, and no minimum. */
    public static GridConfig standard() {
        return new GridConfig(
                271,
                1,
                0,
                1,
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                MergePolicy.LATEST_UPDATE);
    }

    public GridConfig {
        require(partitions > 0, "partitions", partitions);
        require(syncBackups >= 0, "syncBackups", syncBackups);
        require(asyncBackups >= 0, "asyncBackups", asyncBackups);
        require(minimumMembers > 0, "minimumMembers", minimumMembers);
        if (patience.compareTo(heartbeat.multipliedBy(3)) < 0) {
            throw new IllegalArgumentException(
                    "patience is %s; with a heartbeat of %s, set it to at least %s"
                            .formatted(patience, heartbeat, heartbeat.multipliedBy(3)));
        }
    }

    private static void require(boolean good, String name, int value) {
        if (!good) {
            throw new IllegalArgumentException(name + " may not be " + value);
        }
    }

    public int backups() {
        return syncBackups + asyncBackups;
    }

    public GridConfig withBackups(int sync, int async) {
        return new GridConfig(
                partitions, sync, async, minimumMembers, heartbeat, patience, mergePolicy);
    }

    public GridConfig withMinimumMembers(int minimum) {
        return new GridConfig(
                partitions, syncBackups, asyncBackups, minimum, heartbeat, patience, mergePolicy);
    }

    public GridConfig withMergePolicy(MergePolicy policy) {
        return new GridConfig(
                partitions, syncBackups, asyncBackups, minimumMembers, heartbeat, patience, policy);
    }
}
