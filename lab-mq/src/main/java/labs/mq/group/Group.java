package labs.mq.group;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.Errors;

/** One group, and how it comes from generation to generation. Confined to its thread. */
final class Group {
    private final ScheduledExecutorService thread;
    private final Duration patience; // for further members when a group comes into being
    private final Members members = new Members();
    private GroupState state = GroupState.EMPTY;
    private Generation current = Generation.NONE;
    private String protocolType = "";
    private final Set<String> invited = new HashSet<>(); // ids that nobody has used yet
    private ScheduledFuture<?> completion; // of the preparation
    private boolean waitsForOthers; // a new group gives others the time to join as well

    Group(ScheduledExecutorService thread, Duration patience) {
        this.thread = thread;
        this.patience = patience;
    }

    GroupState state() {
        return state;
    }

    /** The kind of its members; empty if it never had any. */
    String protocolType() {
        return protocolType;
    }

    /** What its members agreed on last. */
    Generation generation() {
        return current;
    }

    List<Member> members() {
        return members.all();
    }

    /** Gives out a member's id: it may join under it, if it comes in time. */
    void invite(String id, Duration time) {
        // BEGIN SOLUTION
        invited.add(id);
        thread.schedule(() -> invited.remove(id), time.toMillis(), TimeUnit.MILLISECONDS);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    /** It must be a member, or have been invited not too long ago. */
    void requireExpected(Identity who) {
        // BEGIN SOLUTION
        if (!invited.contains(who.id())) {
            require(who);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    /** A consumer wants in, or wants to stay in when the others begin anew. */
    CompletableFuture<JoinGroupResponseData> join(JoinRequest request) {
        // BEGIN SOLUTION
        Member former = members.ofInstance(request.identity().instance());
        Member known = former == null ? members.get(request.id()) : former;
        requireFitting(request, known);
        protocolType = request.protocolType();
        invited.remove(request.id());
        if (former != null && !former.id().equals(request.id())) {
            return takeOver(former, request);
        }
        return join(known == null ? members.add(request) : known, request);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    // BEGIN SOLUTION
    private CompletableFuture<JoinGroupResponseData> join(Member member, JoinRequest request) {
        member.refuse(Errors.UNKNOWN_MEMBER_ID); // two who use one id
        member.update(request);
        CompletableFuture<JoinGroupResponseData> joined = member.join();
        listen(member);
        prepare();
        completeIfAllJoined();
        return joined;
    }

    /**
     * A static member starts again: it has what its last life had, and that life is fenced. Nobody
     * else notices, unless a rebalance is under way: the plan would be for an id that is gone.
     */
    private CompletableFuture<JoinGroupResponseData> takeOver(Member former, JoinRequest request) {
        String leaderBefore = current.leader();
        Member next = members.replace(former, request);
        current = current.isLedBy(former) ? current.ledBy(next.id()) : current;
        former.silence(null);
        former.refuse(Errors.FENCED_INSTANCE_ID);
        if (state != GroupState.STABLE || !members.chosenProtocol().equals(current.protocol())) {
            return join(next, request);
        }
        listen(next);
        return CompletableFuture.completedFuture(current.welcomeBack(next, members, leaderBefore));
    }

    /** It must be of the same kind, and know a protocol that all the others know. */
    private void requireFitting(JoinRequest request, Member known) {
        boolean isOther = !members.isEmpty() && !request.protocolType().equals(protocolType);
        boolean isAlone =
                members.common(request.protocolNames(), member -> member == known).isEmpty();
        if (isAlone || isOther) {
            throw new GroupException(Errors.INCONSISTENT_GROUP_PROTOCOL);
        }
    }

    private void prepare() {
        if (state == GroupState.PREPARING) {
            return;
        }
        boolean isNew = state == GroupState.EMPTY;
        answerSyncing(member -> refused(Errors.REBALANCE_IN_PROGRESS));
        state = GroupState.PREPARING;
        completeAfter(isNew ? patience : members.longestRebalance(patience));
        waitsForOthers = isNew;
    }

    private void completeAfter(Duration limit) {
        completion = thread.schedule(this::complete, limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void completeIfAllJoined() {
        boolean all = members.all().stream().allMatch(Member::isJoining);
        if (state == GroupState.PREPARING && all && !waitsForOthers) {
            complete();
        }
    }

    /** Begins a new generation with all who have joined; the others are out. */
    private void complete() {
        completion.cancel(false);
        members.all().stream().filter(this::isLate).forEach(members::remove);
        if (members.isEmpty()) {
            current = current.ofNobody();
            state = GroupState.EMPTY;
        } else if (members.first(Member::isJoining).isEmpty()) {
            // Static ones, which have not come back yet: each has its session's time for that.
            completeAfter(members.longestRebalance(patience));
        } else {
            beginGeneration();
        }
    }

    private void beginGeneration() {
        state = GroupState.COMPLETING;
        current =
                new Generation(
                        current.number() + 1,
                        protocolType,
                        members.chosenProtocol(),
                        leader().id());
        for (Member member : members.all()) {
            if (member.isJoining()) {
                listen(member);
                member.joined(current.welcome(member, members));
            }
        }
        awaitPlan(current);
    }

    /** It leads on if it has come back; else the first who has. */
    private Member leader() {
        Member before = members.get(current.leader());
        return before != null && before.isJoining()
                ? before
                : members.first(Member::isJoining).orElseThrow();
    }

    /** A leader that is alive and makes no plan must not hold up the others for ever. */
    private void awaitPlan(Generation generation) {
        thread.schedule(
                () -> {
                    if (state == GroupState.COMPLETING && current.number() == generation.number()) {
                        remove(members.get(current.leader()));
                    }
                },
                members.longestRebalance(patience).toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Answers those who wait for the plan; from now on they are to be heard of again. */
    private void answerSyncing(Function<Member, SyncGroupResponseData> answer) {
        for (Member member : members.all()) {
            if (member.isSyncing()) {
                listen(member);
                member.synced(answer.apply(member));
            }
        }
    }

    /** A static member that is away keeps its place while its session lasts. */
    private boolean isLate(Member member) {
        if (member.isJoining() || member.isStatic()) {
            return false;
        }
        member.silence(null);
        return true;
    }

    // END SOLUTION

    /** A member asks for its part of the plan; the leader brings the plan. */
    CompletableFuture<SyncGroupResponseData> sync(
            Identity who, int ofGeneration, Map<String, byte[]> plan) {
        // BEGIN SOLUTION
        Member member = require(who, ofGeneration);
        listen(member);
        if (state == GroupState.PREPARING) {
            throw new GroupException(Errors.REBALANCE_IN_PROGRESS);
        } else if (state == GroupState.STABLE) {
            return CompletableFuture.completedFuture(current.part(member));
        }
        member.refuse(Errors.UNKNOWN_MEMBER_ID); // two who use one id
        CompletableFuture<SyncGroupResponseData> synced = member.sync();
        if (current.isLedBy(member)) {
            members.all().forEach(each -> each.assign(plan.getOrDefault(each.id(), new byte[0])));
            state = GroupState.STABLE;
            answerSyncing(current::part);
        }
        return synced;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    static SyncGroupResponseData refused(Errors error) {
        return new SyncGroupResponseData().setErrorCode(error.code());
    }

    /** A member is alive. */
    void heartbeat(Identity who, int ofGeneration) {
        // BEGIN SOLUTION
        listen(require(who, ofGeneration));
        if (state == GroupState.PREPARING) {
            throw new GroupException(Errors.REBALANCE_IN_PROGRESS); // come, and join again
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    /** A member goes of its own will; or somebody removes a static one, by its name alone. */
    void leave(Identity who) {
        // BEGIN SOLUTION
        boolean byName = who.isStatic() && who.id().isEmpty();
        Member member = byName ? members.ofInstance(who.instance()) : require(who);
        if (member == null) {
            throw new GroupException(Errors.UNKNOWN_MEMBER_ID);
        }
        remove(member);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    /**
     * Whether a member may commit offsets; a group without members lets anybody.
     *
     * @param inTransaction older producers do not say for which member they commit
     */
    void requireMayCommit(Identity who, int ofGeneration, boolean inTransaction) {
        // BEGIN SOLUTION
        boolean isNobody = ofGeneration < 0 && who.id().isEmpty() && !who.isStatic();
        boolean isSimple = ofGeneration < 0 && members.isEmpty(); // it only uses the offsets
        if (isSimple || inTransaction && isNobody) {
            return;
        }
        listen(require(who, ofGeneration));
        if (state == GroupState.COMPLETING && !inTransaction) {
            throw new GroupException(Errors.REBALANCE_IN_PROGRESS); // it has no partitions yet
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    // BEGIN SOLUTION
    private Member require(Identity who, int ofGeneration) {
        Member member = require(who);
        if (ofGeneration != current.number()) {
            throw new GroupException(Errors.ILLEGAL_GENERATION);
        }
        return member;
    }

    private Member require(Identity who) {
        Member ofThatName = members.ofInstance(who.instance());
        if (ofThatName != null && !ofThatName.id().equals(who.id())) {
            throw new GroupException(Errors.FENCED_INSTANCE_ID); // another goes by that name now
        }
        Member member = who.isStatic() ? ofThatName : members.get(who.id());
        if (member == null) {
            throw new GroupException(Errors.UNKNOWN_MEMBER_ID);
        }
        return member;
    }

    private void remove(Member member) {
        members.remove(member);
        member.silence(null);
        member.refuse(Errors.UNKNOWN_MEMBER_ID);
        prepare();
        completeIfAllJoined();
    }

    /** It has been heard of: its time to be silent begins anew. */
    private void listen(Member member) {
        member.silence(
                thread.schedule(
                        () -> lost(member),
                        member.request().sessionTimeout().toMillis(),
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
        members.all().forEach(member -> member.refuse(Errors.COORDINATOR_NOT_AVAILABLE));
    }
}
