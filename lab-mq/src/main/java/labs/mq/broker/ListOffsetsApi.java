package labs.mq.broker;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import labs.mq.log.Log;
import labs.mq.log.LogRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsTopicResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Says where a log begins and ends, and where a time is in it. */
final class ListOffsetsApi implements Api<ListOffsetsRequestData> {
    private static final long LATEST = -1;
    private static final long EARLIEST = -2;
    private static final long NEWEST = -3; // the record with the newest time, wherever it is
    private static final long EARLIEST_LOCAL = -4; // all is local here
    private static final Set<Long> TIERED = Set.of(-5L, -6L); // on another store: nothing is

    private final Topics topics;

    ListOffsetsApi(Topics topics) {
        this.topics = topics;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.LIST_OFFSETS;
    }

    @Override
    public short newest() {
        return 11;
    }

    @Override
    public CompletionStage<ListOffsetsResponseData> answer(
            Request request, ListOffsetsRequestData body) {
        boolean committedOnly = body.isolationLevel() == IsolationLevel.READ_COMMITTED.id();
        var response = new ListOffsetsResponseData();
        for (ListOffsetsTopic topic : body.topics()) {
            var answer = new ListOffsetsTopicResponse().setName(topic.name());
            for (ListOffsetsPartition partition : topic.partitions()) {
                answer.partitions().add(find(topic.name(), partition, committedOnly));
            }
            response.topics().add(answer);
        }
        return completedFuture(response);
    }

    private ListOffsetsPartitionResponse find(
            String topic, ListOffsetsPartition wanted, boolean committedOnly) {
        // BEGIN SOLUTION
        var answer =
                new ListOffsetsPartitionResponse()
                        .setPartitionIndex(wanted.partitionIndex())
                        .setOffset(-1)
                        .setTimestamp(-1);
        Partition partition = topics.find(topic, wanted.partitionIndex());
        if (partition == null) {
            return answer.setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        }
        try {
            if (wanted.timestamp() == LATEST) {
                return answer.setOffset(
                        committedOnly ? partition.lastStable() : partition.log().end());
            }
            return find(partition.log(), wanted.timestamp(), answer);
        } catch (IOException e) {
            return answer.setErrorCode(Errors.KAFKA_STORAGE_ERROR.code());
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    // BEGIN SOLUTION
    private static ListOffsetsPartitionResponse find(
            Log log, long time, ListOffsetsPartitionResponse answer) throws IOException {
        if (time == EARLIEST || time == EARLIEST_LOCAL) {
            return answer.setOffset(log.start());
        } else if (TIERED.contains(time)) {
            return answer;
        }
        Optional<LogRecord> found = time == NEWEST ? log.newest() : log.firstSince(time);
        return found.map(it -> answer.setOffset(it.offset()).setTimestamp(it.timestamp()))
                .orElse(answer);
    }

    // END SOLUTION
}
