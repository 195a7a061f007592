package labs.mq.broker;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.io.IOException;
import java.util.concurrent.CompletionStage;
import labs.mq.log.OffsetOutOfRangeException;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsPartition;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsTopic;
import org.apache.kafka.common.message.DeleteRecordsResponseData;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsPartitionResult;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Deletes records from the old end of a partition up to an offset. */
final class DeleteRecordsApi implements Api<DeleteRecordsRequestData> {
    private static final long TO_THE_END = -1;

    private final Topics topics;

    DeleteRecordsApi(Topics topics) {
        this.topics = topics;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.DELETE_RECORDS;
    }

    @Override
    public short newest() {
        return 2;
    }

    @Override
    public CompletionStage<DeleteRecordsResponseData> answer(
            Request request, DeleteRecordsRequestData body) {
        var response = new DeleteRecordsResponseData();
        for (DeleteRecordsTopic topic : body.topics()) {
            var answer = new DeleteRecordsTopicResult().setName(topic.name());
            for (DeleteRecordsPartition partition : topic.partitions()) {
                answer.partitions().add(delete(topic.name(), partition));
            }
            response.topics().add(answer);
        }
        return completedFuture(response);
    }

    private DeleteRecordsPartitionResult delete(String topic, DeleteRecordsPartition wanted) {
        var result =
                new DeleteRecordsPartitionResult()
                        .setPartitionIndex(wanted.partitionIndex())
                        .setLowWatermark(-1);
        Partition partition = topics.find(topic, wanted.partitionIndex());
        if (partition == null) {
            return result.setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        } else if (Topics.isInternal(topic)) {
            return result.setErrorCode(Errors.INVALID_TOPIC_EXCEPTION.code());
        } else if (!partition.log().options().delete()) {
            return result.setErrorCode(Errors.POLICY_VIOLATION.code()); // it is compacted only
        }
        try {
            long upTo = wanted.offset() == TO_THE_END ? partition.log().end() : wanted.offset();
            return result.setLowWatermark(partition.log().deleteBefore(upTo));
        } catch (OffsetOutOfRangeException e) {
            return result.setErrorCode(Errors.OFFSET_OUT_OF_RANGE.code());
        } catch (IOException e) {
            return result.setErrorCode(Errors.KAFKA_STORAGE_ERROR.code());
        }
    }
}
