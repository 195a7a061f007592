package labs.mq.group;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.Errors;

/** One consumer of a group. Confined to the coordinator's thread. */
final class Member {
    private JoinRequest request; // its last
    private byte[] assignment = {};
    private CompletableFuture<JoinGroupResponseData> joining; // null when it does not wait
    private CompletableFuture<SyncGroupResponseData> syncing; // null when it does not wait
    private ScheduledFuture<?> silence;

    Member(JoinRequest request) {
        this.request = request;
    }

    String id() {
        return request.id();
    }

    /** Its name as a static member, or null. */
    String instance() {
        return request.identity().instance();
    }

    boolean isStatic() {
        return request.identity().isStatic();
    }

    /** What it said when it joined last. */
    JoinRequest request() {
        return request;
    }

    void update(JoinRequest newRequest) {
        request = newRequest;
    }

    byte[] assignment() {
        return assignment;
    }

    void assign(byte[] part) {
        assignment = part;
    }

    boolean isJoining() {
        return joining != null;
    }

    CompletableFuture<JoinGroupResponseData> join() {
        joining = new CompletableFuture<>();
        return joining;
    }

    void joined(JoinGroupResponseData answer) {
        CompletableFuture<JoinGroupResponseData> waiting = joining;
        joining = null;
        waiting.complete(answer);
    }

    boolean isSyncing() {
        return syncing != null;
    }

    CompletableFuture<SyncGroupResponseData> sync() {
        syncing = new CompletableFuture<>();
        return syncing;
    }

    void synced(SyncGroupResponseData answer) {
        CompletableFuture<SyncGroupResponseData> waiting = syncing;
        syncing = null;
        waiting.complete(answer);
    }

    /** Answers with an error whatever it waits for. */
    void refuse(Errors error) {
        if (isJoining()) {
            joined(new JoinGroupResponseData().setMemberId(id()).setErrorCode(error.code()));
        }
        if (isSyncing()) {
            synced(new SyncGroupResponseData().setErrorCode(error.code()));
        }
    }

    /** Its silence is counted from now on; what was set before is off. */
    void silence(ScheduledFuture<?> timer) {
        if (silence != null) {
            silence.cancel(false);
        }
        silence = timer;
    }
}
