package labs.mq.broker;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import labs.mq.log.LogDirectory;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Makes topics. */
final class CreateTopicsApi implements Api<CreateTopicsRequestData> {
    private static final int MOST_PARTITIONS = 1_000; // each is a directory, with an open file

    private final Topics topics;

    CreateTopicsApi(Topics topics) {
        this.topics = topics;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.CREATE_TOPICS;
    }

    @Override
    public short newest() {
        return 6; // from 7 on topics have numbers besides their names
    }

    @Override
    public CompletionStage<CreateTopicsResponseData> answer(
            Request request, CreateTopicsRequestData body) {
        var response = new CreateTopicsResponseData();
        for (CreatableTopic topic : body.topics()) {
            response.topics().add(create(topic, body.validateOnly()));
        }
        return completedFuture(response);
    }

    private CreatableTopicResult create(CreatableTopic topic, boolean validateOnly) {
        // BEGIN SOLUTION
        var result = new CreatableTopicResult().setName(topic.name());
        int partitions =
                topic.numPartitions() == -1 ? topics.defaultPartitions() : topic.numPartitions();
        result.setNumPartitions(partitions).setReplicationFactor((short) 1);
        if (topic.replicationFactor() > 1) {
            return failed(result, Errors.INVALID_REPLICATION_FACTOR, "there is one broker");
        } else if (!LogDirectory.isTopicName(topic.name())) {
            return failed(result, Errors.INVALID_TOPIC_EXCEPTION, "letters, digits, . _ -");
        } else if (partitions < 1 || partitions > MOST_PARTITIONS) {
            return failed(result, Errors.INVALID_PARTITIONS, "1 … " + MOST_PARTITIONS);
        }
        try {
            if (validateOnly) {
                topics.requireCreatable(topic.name());
            } else {
                topics.create(topic.name(), partitions, settings(topic));
            }
            return result;
        } catch (TopicExistsException e) {
            return failed(result, Errors.TOPIC_ALREADY_EXISTS, e.getMessage());
        } catch (IllegalArgumentException e) {
            // A name that cannot be one was refused above: what is left are settings.
            return failed(result, Errors.INVALID_CONFIG, e.getMessage());
        } catch (IOException e) {
            return failed(result, Errors.KAFKA_STORAGE_ERROR, e.getMessage());
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    private static Map<String, String> settings(CreatableTopic topic) {
        var settings = new TreeMap<String, String>();
        topic.configs().forEach(config -> settings.put(config.name(), config.value()));
        return settings;
    }

    private static CreatableTopicResult failed(
            CreatableTopicResult result, Errors error, String message) {
        return result.setErrorCode(error.code()).setErrorMessage(message);
    }
}
