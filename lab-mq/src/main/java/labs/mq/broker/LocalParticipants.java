package labs.mq.broker;

import java.io.IOException;
import labs.mq.group.CommittedOffsets;
import labs.mq.transaction.Participants;
import labs.mq.transaction.ProducerIdentity;
import org.apache.kafka.common.TopicPartition;

/** The partitions of this broker, and its committed offsets. One that is deleted takes no part. */
final class LocalParticipants implements Participants {
    /** The offsets, among the partitions of a transaction. */
    static final TopicPartition OFFSETS = new TopicPartition(Topics.OFFSETS, 0);

    private final Topics topics;
    private final CommittedOffsets offsets;

    LocalParticipants(Topics topics, CommittedOffsets offsets) {
        this.topics = topics;
        this.offsets = offsets;
    }

    @Override
    public void begin(TopicPartition where, ProducerIdentity producer) {
        Partition partition = topics.find(where.topic(), where.partition());
        if (where.equals(OFFSETS)) {
            offsets.begin(producer.id(), producer.epoch());
        } else if (partition != null) {
            partition.begin(producer);
        }
    }

    @Override
    public void resume(TopicPartition where, ProducerIdentity producer) throws IOException {
        Partition partition = topics.find(where.topic(), where.partition());
        if (where.equals(OFFSETS)) {
            offsets.begin(producer.id(), producer.epoch());
        } else if (partition != null) {
            partition.resume(producer);
        }
    }

    @Override
    public void end(TopicPartition where, ProducerIdentity producer, boolean commit)
            throws IOException {
        Partition partition = topics.find(where.topic(), where.partition());
        if (where.equals(OFFSETS)) {
            offsets.end(producer.id(), commit);
        } else if (partition != null) {
            partition.end(producer, commit);
        }
    }
}
