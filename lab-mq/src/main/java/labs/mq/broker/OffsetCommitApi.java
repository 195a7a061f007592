package labs.mq.broker;

import java.util.concurrent.CompletionStage;
import labs.mq.group.CommittedOffsets;
import labs.mq.group.CommittedOffsets.Key;
import labs.mq.group.GroupCoordinator;
import labs.mq.group.GroupCoordinator.Committer;
import labs.mq.group.Identity;
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
    private final OffsetWriter writer;

    OffsetCommitApi(GroupCoordinator groups, CommittedOffsets offsets, Topics topics) {
        this.groups = groups;
        this.offsets = offsets;
        this.writer = new OffsetWriter(topics);
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
        var member = new Identity(body.memberId(), body.groupInstanceId());
        int generation = body.generationIdOrMemberEpoch();
        return groups.commit(
                new Committer(body.groupId(), member, generation, false),
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
        return writer.write(
                new Key(group, topic, partition.partitionIndex()),
                partition.committedOffset(),
                partition.committedMetadata(),
                offsets::commit);
    }
}
