package labs.mq.broker;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import labs.mq.transaction.ProducerIdentity;
import labs.mq.transaction.TransactionCoordinator;
import labs.mq.transaction.TransactionException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddOffsetsToTxnResponseData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnPartitionResult;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnTopicResult;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a producer says of its transaction: each request goes to the coordinator. */
final class TransactionApis {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionApis.class);
    private static final int FENCED = 2; // the version from which clients know that error

    private final TransactionCoordinator transactions;
    private final Topics topics;

    TransactionApis(TransactionCoordinator transactions, Topics topics) {
        this.transactions = transactions;
        this.topics = topics;
    }

    List<Api<?>> all() {
        return List.of(
                Api.of(ApiKeys.ADD_PARTITIONS_TO_TXN, 3, this::addPartitions),
                Api.of(ApiKeys.ADD_OFFSETS_TO_TXN, 3, this::addOffsets),
                Api.of(ApiKeys.END_TXN, 3, this::end));
    }

    /** What the client is told; older ones know another word for being fenced. */
    static Errors error(TransactionException refusal, boolean knowsFenced) {
        LOG.warn("a transaction is refused: {}, {}", refusal.error(), refusal.getMessage());
        return refusal.error() == Errors.PRODUCER_FENCED && !knowsFenced
                ? Errors.INVALID_PRODUCER_EPOCH
                : refusal.error();
    }

    private static Errors result(Request request, Runnable action) {
        try {
            action.run();
            return Errors.NONE;
        } catch (TransactionException e) {
            return error(e, request.version() >= FENCED);
        }
    }

    /** All or none: if one is not there, the others are not attempted. */
    private CompletionStage<AddPartitionsToTxnResponseData> addPartitions(
            Request request, AddPartitionsToTxnRequestData body) {
        var producer =
                new ProducerIdentity(body.v3AndBelowProducerId(), body.v3AndBelowProducerEpoch());
        Map<TopicPartition, Errors> results = new LinkedHashMap<>();
        asked(body).forEach(it -> results.put(it, isWritable(it)));
        boolean all = results.values().stream().allMatch(error -> error == Errors.NONE);
        if (all) {
            String id = body.v3AndBelowTransactionalId();
            Errors error =
                    result(
                            request,
                            () -> transactions.add(id, producer, Set.copyOf(results.keySet())));
            results.replaceAll((partition, none) -> error);
        } else {
            results.replaceAll(
                    (partition, error) ->
                            error == Errors.NONE ? Errors.OPERATION_NOT_ATTEMPTED : error);
        }
        return completedFuture(answer(results));
    }

    private static Set<TopicPartition> asked(AddPartitionsToTxnRequestData body) {
        var partitions = new LinkedHashSet<TopicPartition>();
        body.v3AndBelowTopics()
                .forEach(
                        topic ->
                                topic.partitions()
                                        .forEach(
                                                it ->
                                                        partitions.add(
                                                                new TopicPartition(
                                                                        topic.name(), it))));
        return partitions;
    }

    private Errors isWritable(TopicPartition partition) {
        if (Topics.isInternal(partition.topic())) {
            return Errors.TOPIC_AUTHORIZATION_FAILED;
        }
        return topics.find(partition.topic(), partition.partition()) == null
                ? Errors.UNKNOWN_TOPIC_OR_PARTITION
                : Errors.NONE;
    }

    private static AddPartitionsToTxnResponseData answer(Map<TopicPartition, Errors> results) {
        Map<String, AddPartitionsToTxnTopicResult> byTopic = new LinkedHashMap<>();
        results.forEach(
                (partition, error) ->
                        byTopic.computeIfAbsent(
                                        partition.topic(),
                                        name -> new AddPartitionsToTxnTopicResult().setName(name))
                                .resultsByPartition()
                                .add(
                                        new AddPartitionsToTxnPartitionResult()
                                                .setPartitionIndex(partition.partition())
                                                .setPartitionErrorCode(error.code())));
        var response = new AddPartitionsToTxnResponseData();
        response.resultsByTopicV3AndBelow().addAll(byTopic.values());
        return response;
    }

    private CompletionStage<AddOffsetsToTxnResponseData> addOffsets(
            Request request, AddOffsetsToTxnRequestData body) {
        var producer = new ProducerIdentity(body.producerId(), body.producerEpoch());
        Errors error =
                body.groupId().isEmpty()
                        ? Errors.INVALID_GROUP_ID
                        : result(
                                request,
                                () ->
                                        transactions.add(
                                                body.transactionalId(),
                                                producer,
                                                Set.of(LocalParticipants.OFFSETS)));
        return completedFuture(new AddOffsetsToTxnResponseData().setErrorCode(error.code()));
    }

    private CompletionStage<EndTxnResponseData> end(Request request, EndTxnRequestData body) {
        var producer = new ProducerIdentity(body.producerId(), body.producerEpoch());
        Errors error =
                result(
                        request,
                        () -> transactions.end(body.transactionalId(), producer, body.committed()));
        return completedFuture(new EndTxnResponseData().setErrorCode(error.code()));
    }
}
