package labs.mq.group;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;

/**
 * What a consumer says when it joins.
 *
 * @param client its client's id and address
 * @param protocolType the kind of the group
 * @param protocols ways to share out the work, the best liked first
 * @param knowsSkipping whether the answer may tell a leader to make no plan
 */
record JoinRequest(
        Identity identity,
        ClientAddress client,
        String protocolType,
        Duration sessionTimeout,
        Duration rebalanceTimeout,
        List<JoinGroupRequestProtocol> protocols,
        boolean knowsSkipping) {
    private static final int SKIPPING = 9; // the version that has it

    static JoinRequest of(
            String id, ClientAddress client, JoinGroupRequestData request, int version) {
        return new JoinRequest(
                new Identity(id, request.groupInstanceId()),
                client,
                request.protocolType(),
                Duration.ofMillis(request.sessionTimeoutMs()),
                Duration.ofMillis(
                        request.rebalanceTimeoutMs() < 0 // as the oldest clients have it
                                ? request.sessionTimeoutMs()
                                : request.rebalanceTimeoutMs()),
                request.protocols().stream().map(offered -> offered.duplicate()).toList(),
                version >= SKIPPING);
    }

    String id() {
        return identity.id();
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
}
