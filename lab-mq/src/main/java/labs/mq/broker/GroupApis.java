package labs.mq.broker;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import labs.mq.group.CommittedOffsets;
import labs.mq.group.GroupCoordinator;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupResponseData.MemberResponse;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/** The group protocol on the wire: each request goes to the coordinator. */
final class GroupApis {
    private static final int BATCHED = 4; // the version from which FindCoordinator asks for several

    private final GroupCoordinator groups;
    private final CommittedOffsets offsets;

    GroupApis(GroupCoordinator groups, CommittedOffsets offsets) {
        this.groups = groups;
        this.offsets = offsets;
    }

    List<Api<?>> all() {
        return List.of(
                api(ApiKeys.FIND_COORDINATOR, 4, this::findCoordinator),
                api(ApiKeys.JOIN_GROUP, 9, this::join),
                api(
                        ApiKeys.SYNC_GROUP,
                        5,
                        (request, body) -> groups.sync((SyncGroupRequestData) body)),
                api(ApiKeys.HEARTBEAT, 4, this::heartbeat),
                api(ApiKeys.LEAVE_GROUP, 5, this::leave),
                new OffsetCommitApi(groups, offsets),
                new OffsetFetchApi(offsets));
    }

    private static Api<ApiMessage> api(
            ApiKeys key,
            int newest,
            BiFunction<Request, ApiMessage, CompletionStage<? extends ApiMessage>> answer) {
        return new Api<>() {
            @Override
            public ApiKeys key() {
                return key;
            }

            @Override
            public short newest() {
                return (short) newest;
            }

            @Override
            public CompletionStage<? extends ApiMessage> answer(Request request, ApiMessage body) {
                return answer.apply(request, body);
            }
        };
    }

    /** There is one broker: it coordinates all groups. */
    private CompletionStage<FindCoordinatorResponseData> findCoordinator(
            Request request, ApiMessage body) {
        var asked = (FindCoordinatorRequestData) body;
        var answer = new FindCoordinatorResponseData();
        String host = request.reachableAt().getHostString();
        int port = request.reachableAt().getPort();
        if (request.version() < BATCHED) {
            return completedFuture(answer.setNodeId(MetadataApi.NODE).setHost(host).setPort(port));
        }
        for (String key : asked.coordinatorKeys()) {
            answer.coordinators()
                    .add(
                            new Coordinator()
                                    .setKey(key)
                                    .setNodeId(MetadataApi.NODE)
                                    .setHost(host)
                                    .setPort(port));
        }
        return completedFuture(answer);
    }

    private CompletionStage<? extends ApiMessage> join(Request request, ApiMessage body) {
        // From version 4 on a client comes twice, the second time with the id that it was given.
        return groups.join(request.clientId(), request.version() >= 4, (JoinGroupRequestData) body);
    }

    private CompletionStage<HeartbeatResponseData> heartbeat(Request request, ApiMessage body) {
        return groups.heartbeat((HeartbeatRequestData) body)
                .thenApply(error -> new HeartbeatResponseData().setErrorCode(error.code()));
    }

    private CompletionStage<LeaveGroupResponseData> leave(Request request, ApiMessage body) {
        var asked = (LeaveGroupRequestData) body;
        if (request.version() < 3) { // one member a request
            return groups.leave(asked.groupId(), asked.memberId())
                    .thenApply(error -> new LeaveGroupResponseData().setErrorCode(error.code()));
        }
        var answers = new ArrayList<CompletableFuture<MemberResponse>>();
        for (MemberIdentity member : asked.members()) {
            answers.add(leave(asked.groupId(), member));
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(
                        done ->
                                new LeaveGroupResponseData()
                                        .setErrorCode(Errors.NONE.code())
                                        .setMembers(
                                                answers.stream()
                                                        .map(CompletableFuture::join)
                                                        .toList()));
    }

    private CompletableFuture<MemberResponse> leave(String group, MemberIdentity member) {
        return groups.leave(group, member.memberId())
                .thenApply(
                        error ->
                                new MemberResponse()
                                        .setMemberId(member.memberId())
                                        .setGroupInstanceId(member.groupInstanceId())
                                        .setErrorCode(error.code()));
    }
}
