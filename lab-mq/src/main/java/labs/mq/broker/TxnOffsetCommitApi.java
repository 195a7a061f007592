package labs.mq.broker;

import java.util.concurrent.CompletionStage;
import labs.mq.group.CommittedOffsets;
import labs.mq.group.CommittedOffsets.Key;
import labs.mq.group.GroupCoordinator;
import labs.mq.group.GroupCoordinator.Committer;
import labs.mq.group.Identity;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData.TxnOffsetCommitResponsePartition;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData.TxnOffsetCommitResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Stores how far a group will have read once a transaction is committed. */
final class TxnOffsetCommitApi implements Api<TxnOffsetCommitRequestData> {
    private final GroupCoordinator groups;
    private final CommittedOffsets offsets;
    private final OffsetWriter writer;

    TxnOffsetCommitApi(GroupCoordinator groups, CommittedOffsets offsets, Topics topics) {
        this.groups = groups;
        this.offsets = offsets;
        this.writer = new OffsetWriter(topics);
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.TXN_OFFSET_COMMIT;
    }

    @Override
    public short newest() {
        return 3; // from 4 on transactions change
    }

    @Override
    public CompletionStage<TxnOffsetCommitResponseData> answer(
            Request request, TxnOffsetCommitRequestData body) {
        var member = new Identity(body.memberId(), body.groupInstanceId());
        int generation = body.generationIdOrMemberEpoch();
        return groups.commit(
                new Committer(body.groupId(), member, generation, true),
                () -> commitAll(body, Errors.NONE),
                error -> commitAll(body, error));
    }

    private TxnOffsetCommitResponseData commitAll(TxnOffsetCommitRequestData body, Errors error) {
        var response = new TxnOffsetCommitResponseData();
        for (TxnOffsetCommitRequestTopic topic : body.topics()) {
            var answer = new TxnOffsetCommitResponseTopic().setName(topic.name());
            for (TxnOffsetCommitRequestPartition partition : topic.partitions()) {
                Errors result =
                        error == Errors.NONE ? commit(body, topic.name(), partition) : error;
                answer.partitions()
                        .add(
                                new TxnOffsetCommitResponsePartition()
                                        .setPartitionIndex(partition.partitionIndex())
                                        .setErrorCode(result.code()));
            }
            response.topics().add(answer);
        }
        return response;
    }

    private Errors commit(
            TxnOffsetCommitRequestData body,
            String topic,
            TxnOffsetCommitRequestPartition partition) {
        return writer.write(
                new Key(body.groupId(), topic, partition.partitionIndex()),
                partition.committedOffset(),
                partition.committedMetadata(),
                (key, committed) ->
                        offsets.commitLater(
                                body.producerId(), body.producerEpoch(), key, committed));
    }
}
