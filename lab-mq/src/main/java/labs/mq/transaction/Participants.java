package labs.mq.transaction;

import java.io.IOException;
import org.apache.kafka.common.TopicPartition;

/** The partitions in which transactions write; that of the committed offsets among them. */
public interface Participants {
    /** From now on a producer may write there, as a part of its transaction. */
    void begin(TopicPartition partition, ProducerIdentity producer);

    /** The same after a restart: it may have written there already. */
    void resume(TopicPartition partition, ProducerIdentity producer) throws IOException;

    /**
     * A producer's transaction has ended. May be said twice. Nothing is done if the partition has
     * been deleted.
     *
     * @throws IOException if it cannot be written down; it is to be said again
     */
    void end(TopicPartition partition, ProducerIdentity producer, boolean commit)
            throws IOException;
}
