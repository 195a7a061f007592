package labs.mq.broker;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import labs.mq.group.CommittedOffsets;
import labs.mq.group.GroupCoordinator;
import labs.mq.group.Identity;
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
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FindCoordinatorRequest.CoordinatorType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The group protocol on the wire: each request goes to the coordinator. */
final class GroupApis {
    private static final Logger LOG = LoggerFactory.getLogger(GroupApis.class);
    private static final int BATCHED = 4; // the version from which FindCoordinator asks for several

    private final GroupCoordinator groups;
    private final CommittedOffsets offsets;
    private final Topics topics;

    GroupApis(GroupCoordinator groups, CommittedOffsets offsets, Topics topics) {
        this.groups = groups;
        this.offsets = offsets;
        this.topics = topics;
    }

    List<Api<?>> all() {
        return List.of(
                Api.of(ApiKeys.FIND_COORDINATOR, 4, this::findCoordinator),
                Api.<JoinGroupRequestData>of(
                        ApiKeys.JOIN_GROUP,
                        9,
                        (request, body) -> groups.join(request.client(), request.version(), body)),
                Api.<SyncGroupRequestData>of(
                        ApiKeys.SYNC_GROUP, 5, (request, body) -> groups.sync(body)),
                Api.of(ApiKeys.HEARTBEAT, 4, this::heartbeat),
                Api.of(ApiKeys.LEAVE_GROUP, 5, this::leave),
                new OffsetCommitApi(groups, offsets, topics),
                new TxnOffsetCommitApi(groups, offsets, topics),
                new OffsetFetchApi(offsets));
    }

    /** There is one broker: it coordinates all groups and transactions. */
    private CompletionStage<FindCoordinatorResponseData> findCoordinator(
            Request request, FindCoordinatorRequestData asked) {
        boolean batched = request.version() >= BATCHED;
        List<String> keys = batched ? asked.coordinatorKeys() : List.of(asked.key());
        var answer = new FindCoordinatorResponseData();
        for (String key : keys) {
            answer.coordinators().add(coordinator(request, asked.keyType(), key));
        }
        return completedFuture(batched ? answer : alone(answer.coordinators().get(0)));
    }

    private static Coordinator coordinator(Request request, byte type, String key) {
        var coordinator = new Coordinator().setKey(key);
        if (type != CoordinatorType.GROUP.id() && type != CoordinatorType.TRANSACTION.id()) {
            // A final error: at one that may pass a client would ask for minutes.
            LOG.warn("{} asks for a coordinator of type {}, which there is not", key, type);
            return coordinator
                    .setNodeId(-1)
                    .setPort(-1)
                    .setErrorCode(Errors.INVALID_REQUEST.code())
                    .setErrorMessage("this broker has no share groups");
        }
        return coordinator
                .setNodeId(MetadataApi.NODE)
                .setHost(request.reachableAt().getHostString())
                .setPort(request.reachableAt().getPort());
    }

    /** As older versions have it. */
    private static FindCoordinatorResponseData alone(Coordinator coordinator) {
        return new FindCoordinatorResponseData()
                .setErrorCode(coordinator.errorCode())
                .setErrorMessage(coordinator.errorMessage())
                .setNodeId(coordinator.nodeId())
                .setHost(coordinator.host())
                .setPort(coordinator.port());
    }

    private CompletionStage<HeartbeatResponseData> heartbeat(
            Request request, HeartbeatRequestData body) {
        return groups.heartbeat(body)
                .thenApply(error -> new HeartbeatResponseData().setErrorCode(error.code()));
    }

    private CompletionStage<LeaveGroupResponseData> leave(
            Request request, LeaveGroupRequestData asked) {
        if (request.version() < 3) { // one member a request
            return groups.leave(asked.groupId(), Identity.dynamic(asked.memberId()))
                    .thenApply(error -> new LeaveGroupResponseData().setErrorCode(error.code()));
        }
        var answers = new ArrayList<CompletableFuture<MemberResponse>>();
        for (MemberIdentity member : asked.members()) {
            answers.add(leaveOne(asked.groupId(), member));
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

    private CompletableFuture<MemberResponse> leaveOne(String group, MemberIdentity member) {
        return groups.leave(group, new Identity(member.memberId(), member.groupInstanceId()))
                .thenApply(
                        error ->
                                new MemberResponse()
                                        .setMemberId(member.memberId())
                                        .setGroupInstanceId(member.groupInstanceId())
                                        .setErrorCode(error.code()));
    }
}
