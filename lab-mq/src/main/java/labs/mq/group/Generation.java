package labs.mq.group;

import java.util.List;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData.JoinGroupResponseMember;
import org.apache.kafka.common.message.SyncGroupResponseData;

/**
 * What all members of a group agree on, until the next one begins.
 *
 * @param protocol the way in which the work is shared out
 * @param leader the id of the member that makes the plan
 */
record Generation(int number, String protocolType, String protocol, String leader) {
    static final Generation NONE = new Generation(0, "", "", "");

    /** The same, when the leader goes by another id. */
    Generation ledBy(String newLeader) {
        return new Generation(number, protocolType, protocol, newLeader);
    }

    /** There is nobody left; the next one has a higher number. */
    Generation ofNobody() {
        return new Generation(number + 1, protocolType, protocol, "");
    }

    boolean isLedBy(Member member) {
        return member.id().equals(leader);
    }

    /** What a member is told that has joined. */
    JoinGroupResponseData welcome(Member member, Members all) {
        var answer =
                new JoinGroupResponseData()
                        .setGenerationId(number)
                        .setProtocolType(protocolType)
                        .setProtocolName(protocol)
                        .setLeader(leader)
                        .setMemberId(member.id());
        if (isLedBy(member)) {
            answer.setMembers(everybody(all)); // it makes the plan, so it has to know all
        }
        return answer;
    }

    /**
     * What a static member is told that has started again: it is not to make a plan, though it
     * lead. Older clients are told of a leader that is gone.
     */
    JoinGroupResponseData welcomeBack(Member member, Members all, String leaderBefore) {
        JoinGroupResponseData answer = welcome(member, all);
        return member.request().knowsSkipping()
                ? answer.setSkipAssignment(isLedBy(member))
                : answer.setLeader(leaderBefore).setMembers(List.of());
    }

    private List<JoinGroupResponseMember> everybody(Members all) {
        return all.all().stream()
                .map(
                        member ->
                                new JoinGroupResponseMember()
                                        .setMemberId(member.id())
                                        .setGroupInstanceId(member.instance())
                                        .setMetadata(member.request().metadata(protocol)))
                .toList();
    }

    /** What a member is told when the plan is there. */
    SyncGroupResponseData part(Member member) {
        return new SyncGroupResponseData()
                .setProtocolType(protocolType)
                .setProtocolName(protocol)
                .setAssignment(member.assignment());
    }
}
