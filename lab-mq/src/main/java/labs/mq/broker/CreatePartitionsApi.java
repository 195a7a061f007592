package labs.mq.broker;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicaAssignmentException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.message.CreatePartitionsResponseData.CreatePartitionsTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives topics more partitions. Records stay where they are: the same key may go elsewhere now. */
final class CreatePartitionsApi implements Api<CreatePartitionsRequestData> {
    private static final Logger LOG = LoggerFactory.getLogger(CreatePartitionsApi.class);

    private final Topics topics;

    CreatePartitionsApi(Topics topics) {
        this.topics = topics;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.CREATE_PARTITIONS;
    }

    @Override
    public short newest() {
        return 3;
    }

    @Override
    public CompletionStage<CreatePartitionsResponseData> answer(
            Request request, CreatePartitionsRequestData body) {
        var response = new CreatePartitionsResponseData();
        for (CreatePartitionsTopic topic : body.topics()) {
            response.results().add(grow(topic, body.validateOnly()));
        }
        return completedFuture(response);
    }

    private CreatePartitionsTopicResult grow(CreatePartitionsTopic topic, boolean validateOnly) {
        var result = new CreatePartitionsTopicResult().setName(topic.name());
        try {
            requirePossible(topic);
            if (!validateOnly) {
                topics.grow(topic.name(), topic.count());
            }
            return result;
        } catch (ApiException e) {
            LOG.warn("topic {} gets no more partitions: {}", topic.name(), e.getMessage());
            return result.setErrorCode(Errors.forException(e).code())
                    .setErrorMessage(e.getMessage());
        } catch (IOException e) {
            return result.setErrorCode(Errors.KAFKA_STORAGE_ERROR.code())
                    .setErrorMessage(e.getMessage());
        }
    }

    private void requirePossible(CreatePartitionsTopic topic) {
        int now = topics.partitions(topic.name()).size();
        if (now == 0) {
            throw new UnknownTopicOrPartitionException("there is no topic " + topic.name());
        } else if (topic.count() <= now) {
            throw new InvalidPartitionsException(
                    "it has %d partitions, and can only get more, not %d"
                            .formatted(now, topic.count()));
        }
        CreateTopicsApi.requirePossible(topic.count());
        requireAssignedToUs(topic, topic.count() - now);
    }

    private static void requireAssignedToUs(CreatePartitionsTopic topic, int more) {
        if (topic.assignments() == null) {
            return;
        }
        boolean isOurs =
                topic.assignments().stream()
                        .allMatch(each -> each.brokerIds().equals(List.of(MetadataApi.NODE)));
        if (topic.assignments().size() != more || !isOurs) {
            throw new InvalidReplicaAssignmentException(
                    "each of the %d new partitions is to be on broker %d"
                            .formatted(more, MetadataApi.NODE));
        }
    }
}
