package labs.mq.broker;

import java.io.IOException;
import java.util.concurrent.CompletionStage;
import labs.mq.group.CommittedOffsets;
import labs.mq.group.CommittedOffsets.Committed;
import labs.mq.group.CommittedOffsets.Key;
import labs.mq.group.GroupCoordinator;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponsePartition;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Stores how far a group has read, if whoever says so is in its present generation. */
final class OffsetCommitApi implements Api<OffsetCommitRequestData> {
    private final GroupCoordinator groups;
    private final CommittedOffsets offsets;

    OffsetCommitApi(GroupCoordinator groups, CommittedOffsets offsets) {
        this.groups = groups;
        this.offsets = offsets;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.OFFSET_COMMIT;
    }

    @Override
    public short newest() {
        return 9; // from 10 on topics have numbers instead of names
    }

    @Override
    public CompletionStage<OffsetCommitResponseData> answer(
            Request request, OffsetCommitRequestData body) {
        return groups.commit(
                body.groupId(),
                body.memberId(),
                body.generationIdOrMemberEpoch(),
                () -> commitAll(body, Errors.NONE),
                error -> commitAll(body, error));
    }

    private OffsetCommitResponseData commitAll(OffsetCommitRequestData body, Errors error) {
        var response = new OffsetCommitResponseData();
        for (OffsetCommitRequestTopic topic : body.topics()) {
            var answer = new OffsetCommitResponseTopic().setName(topic.name());
            for (OffsetCommitRequestPartition partition : topic.partitions()) {
                Errors result =
                        error == Errors.NONE
                                ? commit(body.groupId(), topic.name(), partition)
                                : error;
                answer.partitions()
                        .add(
                                new OffsetCommitResponsePartition()
                                        .setPartitionIndex(partition.partitionIndex())
                                        .setErrorCode(result.code()));
            }
            response.topics().add(answer);
        }
        return response;
    }

    private Errors commit(String group, String topic, OffsetCommitRequestPartition partition) {
        String note = partition.committedMetadata() == null ? "" : partition.committedMetadata();
        try {
            offsets.commit(
                    new Key(group, topic, partition.partitionIndex()),
                    new Committed(partition.committedOffset(), note));
            return Errors.NONE;
        } catch (IOException e) {
            return Errors.KAFKA_STORAGE_ERROR;
        }
    }
}
