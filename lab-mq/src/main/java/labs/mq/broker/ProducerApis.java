package labs.mq.broker;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import labs.mq.transaction.ProducerIdentity;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.DescribeProducersResponseData;
import org.apache.kafka.common.message.DescribeProducersResponseData.PartitionResponse;
import org.apache.kafka.common.message.DescribeProducersResponseData.TopicResponse;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarker;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarkerTopic;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData.WritableTxnMarkerPartitionResult;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData.WritableTxnMarkerResult;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData.WritableTxnMarkerTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Who writes to a partition, and how an administrator ends a transaction that hangs there. */
final class ProducerApis {
    private final Topics topics;

    ProducerApis(Topics topics) {
        this.topics = topics;
    }

    List<Api<?>> all() {
        return List.of(
                Api.of(ApiKeys.DESCRIBE_PRODUCERS, 0, this::describe),
                Api.of(ApiKeys.WRITE_TXN_MARKERS, 2, this::writeMarkers));
    }

    private CompletionStage<DescribeProducersResponseData> describe(
            Request request, DescribeProducersRequestData body) {
        var response = new DescribeProducersResponseData();
        for (var topic : body.topics()) {
            var answer = new TopicResponse().setName(topic.name());
            topic.partitionIndexes()
                    .forEach(index -> answer.partitions().add(describeOne(topic.name(), index)));
            response.topics().add(answer);
        }
        return completedFuture(response);
    }

    private PartitionResponse describeOne(String topic, int index) {
        var answer = new PartitionResponse().setPartitionIndex(index);
        Partition partition = topics.find(topic, index);
        return partition == null
                ? answer.setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code())
                : answer.setActiveProducers(partition.describeProducers());
    }

    private CompletionStage<WriteTxnMarkersResponseData> writeMarkers(
            Request request, WriteTxnMarkersRequestData body) {
        var response = new WriteTxnMarkersResponseData();
        for (WritableTxnMarker marker : body.markers()) {
            var answer = new WritableTxnMarkerResult().setProducerId(marker.producerId());
            for (WritableTxnMarkerTopic topic : marker.topics()) {
                answer.topics().add(write(marker, topic));
            }
            response.markers().add(answer);
        }
        return completedFuture(response);
    }

    private WritableTxnMarkerTopicResult write(
            WritableTxnMarker marker, WritableTxnMarkerTopic topic) {
        var answer = new WritableTxnMarkerTopicResult().setName(topic.name());
        for (int index : topic.partitionIndexes()) {
            answer.partitions()
                    .add(
                            new WritableTxnMarkerPartitionResult()
                                    .setPartitionIndex(index)
                                    .setErrorCode(write(marker, topic.name(), index).code()));
        }
        return answer;
    }

    private Errors write(WritableTxnMarker marker, String topic, int index) {
        Partition partition = topics.find(topic, index);
        if (partition == null || Topics.isInternal(topic)) {
            return Errors.UNKNOWN_TOPIC_OR_PARTITION;
        }
        var producer = new ProducerIdentity(marker.producerId(), marker.producerEpoch());
        try {
            partition.requireNotOlder(producer);
            partition.end(producer, marker.transactionResult());
            return Errors.NONE;
        } catch (SequenceException e) {
            return e.error();
        } catch (IOException e) {
            return Errors.KAFKA_STORAGE_ERROR;
        }
    }
}
