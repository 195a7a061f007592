package labs.mq.group;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.SyncGroupResponseData;

/** One consumer of a group. Confined to the coordinator's thread. */
final class Member {
    private final String id;
    private Duration sessionTimeout = Duration.ZERO;
    private Duration rebalanceTimeout = Duration.ZERO;
    private List<JoinGroupRequestProtocol> protocols = List.of(); // the best liked first
    private byte[] assignment = {};
    private CompletableFuture<JoinGroupResponseData> joining; // null when it does not wait
    private CompletableFuture<SyncGroupResponseData> syncing; // null when it does not wait
    private ScheduledFuture<?> silence;

    Member(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    void update(
            Duration newSessionTimeout,
            Duration newRebalanceTimeout,
            List<JoinGroupRequestProtocol> newProtocols) {
        sessionTimeout = newSessionTimeout;
        rebalanceTimeout = newRebalanceTimeout;
        protocols = newProtocols;
    }

    Duration sessionTimeout() {
        return sessionTimeout;
    }

    Duration rebalanceTimeout() {
        return rebalanceTimeout;
    }

    List<String> protocolNames() {
        return protocols.stream().map(JoinGroupRequestProtocol::name).toList();
    }

    /** What it says of itself under that protocol: the topics that it wants, for example. */
    byte[] metadata(String protocol) {
        return protocols.stream()
                .filter(offered -> offered.name().equals(protocol))
                .map(JoinGroupRequestProtocol::metadata)
                .findFirst()
                .orElseThrow();
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

    /** Its silence is counted from now on; what was set before is off. */
    void silence(ScheduledFuture<?> timer) {
        if (silence != null) {
            silence.cancel(false);
        }
        silence = timer;
    }
}
