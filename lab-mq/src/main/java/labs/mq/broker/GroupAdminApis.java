package labs.mq.broker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import labs.mq.group.CommittedOffsets.Key;
import labs.mq.group.GroupAdmin;
import labs.mq.group.GroupAdmin.OffsetsDeleted;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DeleteGroupsResponseData.DeletableGroupResult;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.message.OffsetDeleteResponseData.OffsetDeleteResponsePartition;
import org.apache.kafka.common.message.OffsetDeleteResponseData.OffsetDeleteResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** What an administrator asks of groups, on the wire. */
final class GroupAdminApis {
    private static final int NOT_FOUND = 6; // the version of DescribeGroups that has this error
    private static final String UNKNOWN = "Dead";

    private final GroupAdmin groups;

    GroupAdminApis(GroupAdmin groups) {
        this.groups = groups;
    }

    List<Api<?>> all() {
        return List.of(
                Api.of(ApiKeys.LIST_GROUPS, 5, this::list),
                Api.of(ApiKeys.DESCRIBE_GROUPS, 6, this::describe),
                Api.of(ApiKeys.DELETE_GROUPS, 3, this::delete),
                Api.of(ApiKeys.OFFSET_DELETE, 0, this::deleteOffsets));
    }

    private CompletionStage<ListGroupsResponseData> list(
            Request request, ListGroupsRequestData body) {
        return groups.list()
                .thenApply(
                        all ->
                                new ListGroupsResponseData()
                                        .setGroups(
                                                all.stream()
                                                        .filter(group -> isWanted(group, body))
                                                        .toList()));
    }

    private static boolean isWanted(ListedGroup group, ListGroupsRequestData body) {
        return holds(body.statesFilter(), group.groupState())
                && holds(body.typesFilter(), group.groupType());
    }

    /** An empty filter lets everything pass. */
    private static boolean holds(List<String> filter, String value) {
        return filter.isEmpty() || filter.stream().anyMatch(value::equalsIgnoreCase);
    }

    private CompletionStage<DescribeGroupsResponseData> describe(
            Request request, DescribeGroupsRequestData body) {
        return groups.describe(body.groups())
                .thenApply(
                        described -> {
                            if (request.version() >= NOT_FOUND) {
                                described.forEach(GroupAdminApis::markUnknown);
                            }
                            return new DescribeGroupsResponseData().setGroups(described);
                        });
    }

    private static void markUnknown(DescribedGroup group) {
        if (group.groupState().equals(UNKNOWN)) {
            group.setErrorCode(Errors.GROUP_ID_NOT_FOUND.code())
                    .setErrorMessage("Group " + group.groupId() + " not found.");
        }
    }

    private CompletionStage<DeleteGroupsResponseData> delete(
            Request request, DeleteGroupsRequestData body) {
        var response = new DeleteGroupsResponseData();
        var deletions = new ArrayList<CompletableFuture<?>>();
        for (String name : body.groupsNames()) {
            var result = new DeletableGroupResult().setGroupId(name);
            response.results().add(result);
            deletions.add(
                    groups.delete(name).thenAccept(error -> result.setErrorCode(error.code())));
        }
        return CompletableFuture.allOf(deletions.toArray(CompletableFuture[]::new))
                .thenApply(done -> response);
    }

    private CompletionStage<OffsetDeleteResponseData> deleteOffsets(
            Request request, OffsetDeleteRequestData body) {
        var keys = new ArrayList<Key>();
        body.topics()
                .forEach(
                        topic ->
                                topic.partitions()
                                        .forEach(
                                                partition ->
                                                        keys.add(
                                                                new Key(
                                                                        body.groupId(),
                                                                        topic.name(),
                                                                        partition
                                                                                .partitionIndex()))));
        return groups.deleteOffsets(body.groupId(), keys).thenApply(GroupAdminApis::answer);
    }

    private static OffsetDeleteResponseData answer(OffsetsDeleted deleted) {
        Map<String, OffsetDeleteResponseTopic> topics = new LinkedHashMap<>();
        deleted.results()
                .forEach(
                        (key, error) ->
                                topics.computeIfAbsent(
                                                key.topic(),
                                                name ->
                                                        new OffsetDeleteResponseTopic()
                                                                .setName(name))
                                        .partitions()
                                        .add(
                                                new OffsetDeleteResponsePartition()
                                                        .setPartitionIndex(key.partition())
                                                        .setErrorCode(error.code())));
        var response = new OffsetDeleteResponseData().setErrorCode(deleted.error().code());
        response.topics().addAll(topics.values());
        return response;
    }
}
