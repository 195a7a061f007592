package labs.mq.broker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import labs.mq.group.CommittedOffsets.Committed;
import labs.mq.group.CommittedOffsets.Key;
import labs.mq.group.GroupException;
import org.apache.kafka.common.protocol.Errors;

/** Stores the offset of a partition, if there is such a one. Thread-safe. */
final class OffsetWriter {
    private static final int MOST_METADATA = 4096; // bytes; Kafka's offset.metadata.max.bytes

    private final Topics topics;

    OffsetWriter(Topics topics) {
        this.topics = topics;
    }

    /** How it is stored. */
    @FunctionalInterface
    interface Store {
        void put(Key key, Committed committed) throws IOException;
    }

    /**
     * @param metadata what the consumer notes with it; null for nothing
     */
    Errors write(Key key, long offset, String metadata, Store store) {
        String note = metadata == null ? "" : metadata;
        if (note.getBytes(StandardCharsets.UTF_8).length > MOST_METADATA) {
            return Errors.OFFSET_METADATA_TOO_LARGE;
        }
        var committed = new Committed(offset, note);
        try {
            // Not beside a deletion: the topic of that name that comes next would inherit it.
            boolean isThere =
                    topics.ifThere(key.topic(), key.partition(), () -> store.put(key, committed));
            return isThere ? Errors.NONE : Errors.UNKNOWN_TOPIC_OR_PARTITION;
        } catch (GroupException e) {
            return e.error();
        } catch (IOException e) {
            return Errors.KAFKA_STORAGE_ERROR;
        }
    }
}
