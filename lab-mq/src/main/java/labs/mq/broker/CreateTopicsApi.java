package labs.mq.broker;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import labs.mq.log.LogDirectory;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicaAssignmentException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableReplicaAssignment;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes topics. */
final class CreateTopicsApi implements Api<CreateTopicsRequestData> {
    private static final Logger LOG = LoggerFactory.getLogger(CreateTopicsApi.class);
    private static final int DEFAULT = -1; // for "as the broker thinks best"
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
        return 7;
    }

    @Override
    public CompletionStage<CreateTopicsResponseData> answer(
            Request request, CreateTopicsRequestData body) {
        var response = new CreateTopicsResponseData();
        for (CreatableTopic topic : body.topics()) {
            CreatableTopicResult result = create(body, topic);
            if (result.errorCode() != Errors.NONE.code()) {
                LOG.warn("topic {} is not made: {}", topic.name(), result.errorMessage());
            }
            response.topics().add(result);
        }
        return completedFuture(response);
    }

    private CreatableTopicResult create(CreateTopicsRequestData body, CreatableTopic topic) {
        // BEGIN SOLUTION
        var result = new CreatableTopicResult().setName(topic.name());
        try {
            if (body.topics().findAll(topic.name()).size() > 1) {
                throw new InvalidRequestException("the topic stands twice in the request");
            }
            int partitions = partitions(topic);
            result.setNumPartitions(partitions).setReplicationFactor((short) 1);
            if (body.validateOnly()) {
                topics.requireCreatable(topic.name(), settings(topic));
            } else {
                topics.create(topic.name(), partitions, settings(topic));
                result.setTopicId(topics.id(topic.name()));
            }
            return result;
        } catch (ApiException e) {
            return failed(result, Errors.forException(e), e.getMessage());
        } catch (IllegalArgumentException e) {
            // A name that cannot be one was refused above: what is left are settings.
            return failed(result, Errors.INVALID_CONFIG, e.getMessage());
        } catch (IOException e) {
            return failed(result, Errors.KAFKA_STORAGE_ERROR, e.getMessage());
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    // BEGIN SOLUTION
    /** How many it is to have. @throws ApiException if it cannot have them */
    private int partitions(CreatableTopic topic) {
        int replicas = topic.replicationFactor();
        if (!LogDirectory.isTopicName(topic.name())) {
            throw new InvalidTopicException("letters, digits, . _ -");
        } else if (!topic.assignments().isEmpty()) {
            return assigned(topic);
        } else if (replicas != DEFAULT && replicas != 1) {
            throw new InvalidReplicationFactorException(
                    "there is one broker, so there is one replica, not " + replicas);
        }
        int partitions =
                topic.numPartitions() == DEFAULT
                        ? topics.defaultPartitions()
                        : topic.numPartitions();
        requirePossible(partitions);
        return partitions;
    }

    /** Each partition from 0 on is to be named once, and to be ours. */
    private static int assigned(CreatableTopic topic) {
        if (topic.numPartitions() != DEFAULT || topic.replicationFactor() != DEFAULT) {
            throw new InvalidRequestException(
                    "with an assignment the numbers of partitions and replicas are -1");
        }
        var named = new TreeSet<Integer>();
        for (CreatableReplicaAssignment partition : topic.assignments()) {
            boolean isNew = named.add(partition.partitionIndex());
            if (!isNew || !partition.brokerIds().equals(List.of(MetadataApi.NODE))) {
                throw new InvalidReplicaAssignmentException(
                        "partition %d is assigned to %s; there is broker %d alone"
                                .formatted(
                                        partition.partitionIndex(),
                                        partition.brokerIds(),
                                        MetadataApi.NODE));
            }
        }
        if (named.first() != 0 || named.last() != named.size() - 1) {
            throw new InvalidReplicaAssignmentException("partitions " + named + " have gaps");
        }
        requirePossible(named.size());
        return named.size();
    }

    // END SOLUTION

    /**
     * @throws InvalidPartitionsException if a topic cannot have so many
     */
    static void requirePossible(int partitions) {
        if (partitions < 1 || partitions > MOST_PARTITIONS) {
            throw new InvalidPartitionsException(
                    "a topic has 1 to %d partitions here, not %d"
                            .formatted(MOST_PARTITIONS, partitions));
        }
    }

    private static Map<String, String> settings(CreatableTopic topic) {
        var settings = new TreeMap<String, String>();
        for (CreatableTopicConfig config : topic.configs()) {
            if (config.value() == null) {
                throw new InvalidConfigurationException(config.name() + " has no value");
            }
            settings.put(config.name(), config.value());
        }
        return settings;
    }

    private static CreatableTopicResult failed(
            CreatableTopicResult result, Errors error, String message) {
        return result.setErrorCode(error.code()).setErrorMessage(message);
    }
}
