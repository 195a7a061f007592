package labs.mq.rules.lag;

import java.time.Duration;

/**
 * How far a group is behind in one topic.
 *
 * @param members how many are in the group
 * @param records how many records it has not committed, in all partitions
 * @param oldest how long the oldest of them has been in the topic; zero when there is none
 */
public record GroupLag(int members, long records, Duration oldest) {
    @Override
    public String toString() {
        return "%d unread, the oldest for %d ms, %d members"
                .formatted(records, oldest.toMillis(), members);
    }
}
