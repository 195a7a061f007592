package labs.mq.broker;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Says which brokers there are, which topics, and who leads each partition: always we. */
final class MetadataApi implements Api<MetadataRequestData> {
    static final int NODE = 0;
    static final String CLUSTER = "distributed-systems-labs";

    private final Topics topics;

    MetadataApi(Topics topics) {
        this.topics = topics;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.METADATA;
    }

    @Override
    public short newest() {
        return 13;
    }

    @Override
    public CompletionStage<MetadataResponseData> answer(Request request, MetadataRequestData body) {
        // BEGIN SOLUTION
        var response = new MetadataResponseData().setClusterId(CLUSTER).setControllerId(NODE);
        response.brokers()
                .add(
                        new MetadataResponseBroker()
                                .setNodeId(NODE)
                                .setHost(request.reachableAt().getHostString())
                                .setPort(request.reachableAt().getPort()));
        boolean create = body.allowAutoTopicCreation() && topics.mayAutoCreate();
        // Only from version 1 on does an empty list mean none.
        boolean all = body.topics() == null || request.version() == 0 && body.topics().isEmpty();
        if (all) {
            topics.names().forEach(name -> response.topics().add(describe(name, false)));
        } else {
            body.topics().forEach(topic -> response.topics().add(describe(topic, create)));
        }
        return completedFuture(response);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    // BEGIN SOLUTION
    /**
     * By its name, or by its id, which is how a client finds out that it is not the same any more.
     */
    private MetadataResponseTopic describe(MetadataRequestTopic topic, boolean create) {
        Uuid id = topic.topicId();
        if (id.equals(Uuid.ZERO_UUID)) {
            return describe(topic.name(), create);
        }
        String name = topics.name(id);
        return name == null
                ? new MetadataResponseTopic()
                        .setName(null)
                        .setTopicId(id)
                        .setErrorCode(Errors.UNKNOWN_TOPIC_ID.code())
                : describe(name, false);
    }

    private MetadataResponseTopic describe(String name, boolean create) {
        var answer =
                new MetadataResponseTopic().setName(name).setIsInternal(Topics.isInternal(name));
        try {
            List<Partition> partitions =
                    create ? topics.findOrCreate(name) : topics.partitions(name);
            if (partitions.isEmpty()) {
                return answer.setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
            }
            answer.setTopicId(topics.id(name));
            IntStream.range(0, partitions.size())
                    .forEach(index -> answer.partitions().add(partition(index)));
            return answer;
        } catch (IllegalArgumentException e) {
            return answer.setErrorCode(Errors.INVALID_TOPIC_EXCEPTION.code());
        } catch (IOException e) {
            return answer.setErrorCode(Errors.KAFKA_STORAGE_ERROR.code());
        }
    }

    private static MetadataResponsePartition partition(int index) {
        return new MetadataResponsePartition()
                .setPartitionIndex(index)
                .setLeaderId(NODE)
                .setLeaderEpoch(0)
                .setReplicaNodes(List.of(NODE))
                .setIsrNodes(List.of(NODE));
    }

    // END SOLUTION
}
