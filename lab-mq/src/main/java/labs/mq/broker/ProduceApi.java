package labs.mq.broker;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import labs.mq.log.Appended;
import labs.mq.log.BatchTooLargeException;
import labs.mq.log.CorruptBatchException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Appends what producers send. */
final class ProduceApi implements Api<ProduceRequestData> {
    private static final Logger LOG = LoggerFactory.getLogger(ProduceApi.class);

    private final Topics topics;

    ProduceApi(Topics topics) {
        this.topics = topics;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.PRODUCE;
    }

    @Override
    public short newest() {
        return 11; // from 12 on transactions change, from 13 on topics have numbers
    }

    @Override
    public CompletionStage<ProduceResponseData> answer(Request request, ProduceRequestData body) {
        var response = new ProduceResponseData();
        for (TopicProduceData topic : body.topicData()) {
            var answer = new TopicProduceResponse().setName(topic.name());
            for (PartitionProduceData partition : topic.partitionData()) {
                answer.partitionResponses().add(append(topic.name(), partition));
            }
            response.responses().add(answer);
        }
        // acks=0: the producer does not even want to know. With one broker, 1 and all are the same.
        return body.acks() == 0 ? null : completedFuture(response);
    }

    private PartitionProduceResponse append(String topic, PartitionProduceData data) {
        // BEGIN SOLUTION
        Partition partition = topics.find(topic, data.index());
        if (Topics.isInternal(topic)) {
            return failed(data, Errors.INVALID_TOPIC_EXCEPTION, topic + " is the broker's own");
        } else if (partition == null) {
            return failed(
                    data, Errors.UNKNOWN_TOPIC_OR_PARTITION, "no " + topic + "-" + data.index());
        } else if (!(data.records() instanceof MemoryRecords records)
                || records.sizeInBytes() == 0) {
            return failed(data, Errors.INVALID_RECORD, "no records");
        } else {
            return append(partition, data, records.buffer());
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    // BEGIN SOLUTION
    private static PartitionProduceResponse append(
            Partition partition, PartitionProduceData data, ByteBuffer bytes) {
        try {
            Appended appended = partition.append(bytes);
            return new PartitionProduceResponse()
                    .setIndex(data.index())
                    .setBaseOffset(appended.firstOffset())
                    .setLogStartOffset(partition.log().start());
        } catch (BatchTooLargeException e) {
            return failed(data, Errors.MESSAGE_TOO_LARGE, e.getMessage());
        } catch (CorruptBatchException e) {
            return failed(data, Errors.CORRUPT_MESSAGE, e.getMessage());
        } catch (InvalidRecordException | InvalidTimestampException e) {
            return failed(data, Errors.forException(e), e.getMessage());
        } catch (SequenceException e) {
            return failed(data, e.error(), e.getMessage());
        } catch (IOException e) {
            // The disk is full, say: the producer tries again, and loses nothing meanwhile.
            return failed(data, Errors.KAFKA_STORAGE_ERROR, e.getMessage());
        }
    }

    private static PartitionProduceResponse failed(
            PartitionProduceData data, Errors error, String message) {
        LOG.warn("records for partition {} are refused: {}, {}", data.index(), error, message);
        return new PartitionProduceResponse()
                .setIndex(data.index())
                .setErrorCode(error.code())
                .setErrorMessage(message)
                .setBaseOffset(-1);
    }

    // END SOLUTION
}
