package labs.mq.group;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData.JoinGroupResponseMember;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.Errors;

/** One group, and how it comes from generation to generation. Confined to its thread. */
final class Group {
    private enum State {
        EMPTY,
        PREPARING,
        COMPLETING,
        STABLE
    }

    private final ScheduledExecutorService thread;
    private final Duration patience; // for further members when a group comes into being
    private final Map<String, Member> members = new LinkedHashMap<>();
    private State state = State.EMPTY;
    private int generation;
    private String leader = "";
    private String protocolType = "";
    private String protocol = "";
    private final Set<String> invited = new HashSet<>(); // ids that nobody has used yet
    private ScheduledFuture<?> completion; // of the preparation

    Group(ScheduledExecutorService thread, Duration patience) {
        this.thread = thread;
        this.patience = patience;
    }

    /** Gives out a member's id: it may join under it, if it comes in time. */
    void invite(String id, Duration time) {
        // BEGIN SOLUTION
        invited.add(id);
        thread.schedule(() -> invited.remove(id), time.toMillis(), TimeUnit.MILLISECONDS);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    /** Whether it is a member, or was invited not too long ago. */
    boolean expects(String id) {
        return members.containsKey(id) || invited.contains(id);
    }

    /** A consumer wants in, or wants to stay in when the others begin anew. */
    CompletableFuture<JoinGroupResponseData> join(
            String id,
            String type,
            Duration sessionTimeout,
            Duration rebalanceTimeout,
            List<JoinGroupRequestProtocol> protocols) {
        // BEGIN SOLUTION
        requireFitting(id, type, protocols);
        protocolType = type;
        invited.remove(id);
        Member member = members.computeIfAbsent(id, Member::new);
        if (member.isJoining()) {
            member.joined(
                    new JoinGroupResponseData().setErrorCode(Errors.UNKNOWN_MEMBER_ID.code()));
        }
        member.update(sessionTimeout, rebalanceTimeout, protocols);
        CompletableFuture<JoinGroupResponseData> joined = member.join();
        listen(member);
        prepare();
        completeIfAllJoined();
        return joined;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    // BEGIN SOLUTION
    /** It must be of the same kind, and know a protocol that all the others know. */
    private void requireFitting(String id, String type, List<JoinGroupRequestProtocol> offered) {
        Set<String> common = new LinkedHashSet<>();
        offered.forEach(protocol -> common.add(protocol.name()));
        for (Member other : members.values()) {
            if (!other.id().equals(id)) {
                common.retainAll(other.protocolNames());
            }
        }
        boolean isOther = !members.isEmpty() && !type.equals(protocolType);
        if (common.isEmpty() || isOther) {
            throw new GroupException(Errors.INCONSISTENT_GROUP_PROTOCOL);
        }
    }

    private void prepare() {
        if (state == State.PREPARING) {
            return;
        }
        boolean isNew = state == State.EMPTY;
        answerSyncing(member -> refused(Errors.REBALANCE_IN_PROGRESS));
        state = State.PREPARING;
        Duration limit = isNew ? patience : longestRebalance();
        completion = thread.schedule(this::complete, limit.toMillis(), TimeUnit.MILLISECONDS);
        waitsForOthers = isNew;
    }

    private boolean waitsForOthers; // a new group gives others the time to join as well

    private void completeIfAllJoined() {
        boolean all = members.values().stream().allMatch(Member::isJoining);
        if (state == State.PREPARING && all && !waitsForOthers) {
            complete();
        }
    }

    /** Begins a new generation with all who have joined; the others are out. */
    private void complete() {
        completion.cancel(false);
        members.values().removeIf(this::isLate);
        generation++;
        if (members.isEmpty()) {
            state = State.EMPTY;
            return;
        }
        state = State.COMPLETING;
        protocol = choose();
        if (!members.containsKey(leader)) {
            leader = members.keySet().iterator().next();
        }
        List.copyOf(members.values()).forEach(member -> member.joined(welcome(member)));
        members.values().forEach(this::listen);
        awaitPlan(generation);
    }

    /** A leader that is alive and makes no plan must not hold up the others for ever. */
    private void awaitPlan(int ofGeneration) {
        thread.schedule(
                () -> {
                    if (state == State.COMPLETING && generation == ofGeneration) {
                        remove(members.get(leader));
                    }
                },
                longestRebalance().toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Answers those who wait for the plan; from now on they are to be heard of again. */
    private void answerSyncing(Function<Member, SyncGroupResponseData> answer) {
        for (Member member : List.copyOf(members.values())) {
            if (member.isSyncing()) {
                listen(member);
                member.synced(answer.apply(member));
            }
        }
    }

    private Duration longestRebalance() {
        return members.values().stream()
                .map(Member::rebalanceTimeout)
                .max(Duration::compareTo)
                .orElse(patience);
    }

    private boolean isLate(Member member) {
        if (member.isJoining()) {
            return false;
        }
        member.silence(null);
        return true;
    }

    /** The protocol that all know and most like best. */
    private String choose() {
        Set<String> common = new LinkedHashSet<>(first().protocolNames());
        members.values().forEach(member -> common.retainAll(member.protocolNames()));
        var votes = new LinkedHashMap<String, Integer>();
        for (Member member : members.values()) {
            member.protocolNames().stream()
                    .filter(common::contains)
                    .findFirst()
                    .ifPresent(name -> votes.merge(name, 1, Integer::sum));
        }
        return votes.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    }

    private Member first() {
        return members.values().iterator().next();
    }

    private JoinGroupResponseData welcome(Member member) {
        var answer =
                new JoinGroupResponseData()
                        .setGenerationId(generation)
                        .setProtocolType(protocolType)
                        .setProtocolName(protocol)
                        .setLeader(leader)
                        .setMemberId(member.id());
        if (member.id().equals(leader)) {
            answer.setMembers(everybody()); // it makes the plan, so it has to know all
        }
        return answer;
    }

    private List<JoinGroupResponseMember> everybody() {
        var all = new ArrayList<JoinGroupResponseMember>();
        for (Member member : members.values()) {
            all.add(
                    new JoinGroupResponseMember()
                            .setMemberId(member.id())
                            .setMetadata(member.metadata(protocol)));
        }
        return all;
    }

    // END SOLUTION

    /** A member asks for its part of the plan; the leader brings the plan. */
    CompletableFuture<SyncGroupResponseData> sync(
            String id, int ofGeneration, Map<String, byte[]> plan) {
        // BEGIN SOLUTION
        Member member = require(id, ofGeneration);
        listen(member);
        if (state == State.PREPARING) {
            throw new GroupException(Errors.REBALANCE_IN_PROGRESS);
        } else if (state == State.STABLE) {
            return CompletableFuture.completedFuture(part(member));
        }
        if (member.isSyncing()) {
            member.synced(refused(Errors.UNKNOWN_MEMBER_ID)); // two who use one id
        }
        CompletableFuture<SyncGroupResponseData> synced = member.sync();
        if (id.equals(leader)) {
            members.values()
                    .forEach(each -> each.assign(plan.getOrDefault(each.id(), new byte[0])));
            state = State.STABLE;
            answerSyncing(this::part);
        }
        return synced;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    private SyncGroupResponseData part(Member member) {
        return new SyncGroupResponseData()
                .setProtocolType(protocolType)
                .setProtocolName(protocol)
                .setAssignment(member.assignment());
    }

    static SyncGroupResponseData refused(Errors error) {
        return new SyncGroupResponseData().setErrorCode(error.code());
    }

    /** A member is alive. */
    void heartbeat(String id, int ofGeneration) {
        // BEGIN SOLUTION
        listen(require(id, ofGeneration));
        if (state == State.PREPARING) {
            throw new GroupException(Errors.REBALANCE_IN_PROGRESS); // come, and join again
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    /** A member goes of its own will. */
    void leave(String id) {
        // BEGIN SOLUTION
        Member member = members.get(id);
        if (member == null) {
            throw new GroupException(Errors.UNKNOWN_MEMBER_ID);
        }
        remove(member);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    /** Whether a member may commit offsets; a group without members lets anybody. */
    void requireMayCommit(String id, int ofGeneration) {
        // BEGIN SOLUTION
        boolean isSimple =
                ofGeneration < 0 && members.isEmpty(); // it uses no group but the offsets
        if (!isSimple) {
            listen(require(id, ofGeneration));
            if (state == State.COMPLETING) {
                throw new GroupException(Errors.REBALANCE_IN_PROGRESS); // it has no partitions yet
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    // BEGIN SOLUTION
    private Member require(String id, int ofGeneration) {
        Member member = members.get(id);
        if (member == null) {
            throw new GroupException(Errors.UNKNOWN_MEMBER_ID);
        } else if (ofGeneration != generation) {
            throw new GroupException(Errors.ILLEGAL_GENERATION);
        }
        return member;
    }

    private void remove(Member member) {
        members.remove(member.id());
        member.silence(null);
        if (member.isJoining()) {
            member.joined(
                    new JoinGroupResponseData().setErrorCode(Errors.UNKNOWN_MEMBER_ID.code()));
        }
        if (member.isSyncing()) {
            member.synced(refused(Errors.UNKNOWN_MEMBER_ID));
        }
        prepare();
        completeIfAllJoined();
    }

    /** It has been heard of: its time to be silent begins anew. */
    private void listen(Member member) {
        member.silence(
                thread.schedule(
                        () -> lost(member),
                        member.sessionTimeout().toMillis(),
                        TimeUnit.MILLISECONDS));
    }

    private void lost(Member member) {
        // One that waits for the others to join, or for the plan, cannot be heard of.
        boolean isWaiting = member.isJoining() || member.isSyncing();
        if (members.get(member.id()) == member && !isWaiting) {
            remove(member);
        }
    }

    // END SOLUTION

    /** Answers all who wait, since the broker stops. */
    void close() {
        Collection<Member> all = List.copyOf(members.values());
        all.stream()
                .filter(Member::isJoining)
                .forEach(
                        member ->
                                member.joined(
                                        new JoinGroupResponseData()
                                                .setErrorCode(
                                                        Errors.COORDINATOR_NOT_AVAILABLE.code())));
        all.stream()
                .filter(Member::isSyncing)
                .forEach(member -> member.synced(refused(Errors.COORDINATOR_NOT_AVAILABLE)));
    }
}
