package labs.mq.broker;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import labs.mq.group.CommittedOffsets;
import labs.mq.group.CommittedOffsets.Committed;
import labs.mq.group.CommittedOffsets.Key;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartition;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopic;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopics;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Says how far groups have read. */
final class OffsetFetchApi implements Api<OffsetFetchRequestData> {
    private static final Committed NOTHING = new Committed(-1, "");
    private static final int BATCHED = 8; // the version from which it asks for several groups

    private final CommittedOffsets offsets;

    OffsetFetchApi(CommittedOffsets offsets) {
        this.offsets = offsets;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.OFFSET_FETCH;
    }

    @Override
    public short newest() {
        return 9; // from 10 on topics have numbers instead of names
    }

    @Override
    public CompletionStage<OffsetFetchResponseData> answer(
            Request request, OffsetFetchRequestData body) {
        return completedFuture(request.version() < BATCHED ? one(body) : several(body));
    }

    private OffsetFetchResponseData one(OffsetFetchRequestData body) {
        Map<String, List<Integer>> wanted =
                body.topics() == null
                        ? everythingOf(body.groupId())
                        : byTopic(
                                body.topics(),
                                OffsetFetchRequestTopic::name,
                                OffsetFetchRequestTopic::partitionIndexes);
        var response = new OffsetFetchResponseData();
        wanted.forEach(
                (topic, partitions) -> {
                    var answer = new OffsetFetchResponseTopic().setName(topic);
                    for (int partition : partitions) {
                        Found found = find(body.groupId(), topic, partition, body.requireStable());
                        answer.partitions()
                                .add(
                                        new OffsetFetchResponsePartition()
                                                .setPartitionIndex(partition)
                                                .setErrorCode(found.error().code())
                                                .setCommittedOffset(found.committed().offset())
                                                .setMetadata(found.committed().metadata()));
                    }
                    response.topics().add(answer);
                });
        return response;
    }

    private OffsetFetchResponseData several(OffsetFetchRequestData body) {
        var response = new OffsetFetchResponseData();
        body.groups().forEach(group -> response.groups().add(group(group, body.requireStable())));
        return response;
    }

    private OffsetFetchResponseGroup group(OffsetFetchRequestGroup group, boolean requireStable) {
        Map<String, List<Integer>> wanted =
                group.topics() == null
                        ? everythingOf(group.groupId())
                        : byTopic(
                                group.topics(),
                                OffsetFetchRequestTopics::name,
                                OffsetFetchRequestTopics::partitionIndexes);
        var answer = new OffsetFetchResponseGroup().setGroupId(group.groupId());
        wanted.forEach(
                (topic, partitions) -> {
                    var offsetsOf = new OffsetFetchResponseTopics().setName(topic);
                    for (int partition : partitions) {
                        Found found = find(group.groupId(), topic, partition, requireStable);
                        offsetsOf
                                .partitions()
                                .add(
                                        new OffsetFetchResponsePartitions()
                                                .setPartitionIndex(partition)
                                                .setErrorCode(found.error().code())
                                                .setCommittedOffset(found.committed().offset())
                                                .setMetadata(found.committed().metadata()));
                    }
                    answer.topics().add(offsetsOf);
                });
        return answer;
    }

    /** What is asked for; a topic may stand twice in a request. */
    private static <T> Map<String, List<Integer>> byTopic(
            List<T> topics, Function<T, String> name, Function<T, List<Integer>> partitions) {
        return topics.stream()
                .collect(
                        Collectors.toMap(
                                name, partitions, OffsetFetchApi::both, LinkedHashMap::new));
    }

    private static List<Integer> both(List<Integer> some, List<Integer> others) {
        return Stream.concat(some.stream(), others.stream()).distinct().toList();
    }

    private Map<String, List<Integer>> everythingOf(String group) {
        return offsets.keysOf(group).stream()
                .collect(
                        Collectors.groupingBy(
                                Key::topic,
                                TreeMap::new,
                                Collectors.mapping(Key::partition, Collectors.toList())));
    }

    private record Found(Errors error, Committed committed) {}

    /** Who requires it is told to wait while a transaction may set the offset on. */
    private Found find(String group, String topic, int partition, boolean requireStable) {
        var key = new Key(group, topic, partition);
        if (requireStable && offsets.isPending(key)) {
            return new Found(Errors.UNSTABLE_OFFSET_COMMIT, NOTHING);
        }
        Committed found = offsets.find(key);
        return new Found(Errors.NONE, found == null ? NOTHING : found);
    }
}
