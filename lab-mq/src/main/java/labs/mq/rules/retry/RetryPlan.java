package labs.mq.rules.retry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How often a message is tried, after which pauses, and in which topics it waits meanwhile. Each
 * pause has a topic of its own, so that what waits in it becomes due in the order in which it
 * stands there.
 *
 * @param topic where messages come from
 * @param pauses before the second attempt, the third …; none for a single attempt
 * @param overtaking what becomes of later messages of the same key
 */
public record RetryPlan(String topic, List<Duration> pauses, Overtaking overtaking) {
    /** What later messages of a key do while one of it waits for its next attempt. */
    public enum Overtaking {
        /** They go on; the failed one waits in a retry topic. */
        ALLOWED,
        /**
         * They wait; the failed one stays at the head of its partition, and holds all behind it.
         */
        FORBIDDEN
    }

    /**
     * @throws IllegalArgumentException for a pause that is none
     */
    public RetryPlan {
        pauses = List.copyOf(pauses);
        if (!pauses.stream().allMatch(pause -> pause.toMillis() > 0)) {
            throw new IllegalArgumentException("a pause of a millisecond or more: " + pauses);
        }
    }

    /** How often a message is tried at most. */
    public int attempts() {
        return pauses.size() + 1;
    }

    /** Where a message waits that has failed that often, such as {@code orders.retry.5s}. */
    public String retryTopic(int failures) {
        return topic + ".retry." + text(pauses.get(failures - 1));
    }

    private static String text(Duration pause) {
        if (pause.toMillis() % 1000 != 0) {
            return pause.toMillis() + "ms";
        }
        return pause.toSeconds() % 60 == 0 ? pause.toMinutes() + "m" : pause.toSeconds() + "s";
    }

    /** Where messages lie that nobody tries any more. */
    public String deadLetterTopic() {
        return topic + ".dead";
    }

    /** All topics that its consumers read. */
    public List<String> topicsToRead() {
        var topics = new ArrayList<>(List.of(topic));
        if (overtaking == Overtaking.ALLOWED) {
            IntStream.range(1, attempts())
                    .mapToObj(this::retryTopic)
                    .distinct()
                    .forEach(topics::add);
        }
        return topics;
    }

    /** All topics that there have to be; the retry topics with as many partitions as the first. */
    public List<String> allTopics() {
        var topics = new ArrayList<>(topicsToRead());
        topics.add(deadLetterTopic());
        return topics;
    }
}
