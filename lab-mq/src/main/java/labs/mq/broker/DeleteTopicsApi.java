package labs.mq.broker;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.io.IOException;
import java.util.concurrent.CompletionStage;
import labs.mq.group.CommittedOffsets;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.DeleteTopicsResponseData.DeletableTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Deletes topics, and what groups have committed of them. */
final class DeleteTopicsApi implements Api<DeleteTopicsRequestData> {
    private final Topics topics;
    private final CommittedOffsets offsets;

    DeleteTopicsApi(Topics topics, CommittedOffsets offsets) {
        this.topics = topics;
        this.offsets = offsets;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.DELETE_TOPICS;
    }

    @Override
    public short newest() {
        return 6;
    }

    @Override
    public CompletionStage<DeleteTopicsResponseData> answer(
            Request request, DeleteTopicsRequestData body) {
        var response = new DeleteTopicsResponseData();
        body.topicNames().forEach(name -> response.responses().add(deleteNamed(name)));
        for (DeleteTopicState topic : body.topics()) { // as later versions have it
            response.responses()
                    .add(
                            topic.name() == null
                                    ? delete(topic.topicId())
                                    : deleteNamed(topic.name()));
        }
        return completedFuture(response);
    }

    private DeletableTopicResult delete(Uuid id) {
        String name = topics.name(id);
        if (name != null) {
            return deleteNamed(name);
        }
        short unknown = Errors.UNKNOWN_TOPIC_ID.code();
        return new DeletableTopicResult().setErrorCode(unknown).setTopicId(id).setName(null);
    }

    private DeletableTopicResult deleteNamed(String name) {
        var result = new DeletableTopicResult().setName(name).setTopicId(topics.id(name));
        return result.setErrorCode(delete(name).code());
    }

    private Errors delete(String name) {
        if (Topics.isInternal(name)) {
            return Errors.INVALID_TOPIC_EXCEPTION;
        }
        try {
            return topics.delete(name, () -> offsets.forget(name))
                    ? Errors.NONE
                    : Errors.UNKNOWN_TOPIC_OR_PARTITION;
        } catch (IOException e) {
            return Errors.KAFKA_STORAGE_ERROR;
        }
    }
}
