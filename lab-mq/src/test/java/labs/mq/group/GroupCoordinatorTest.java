package labs.mq.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import labs.kit.LabTest;
import labs.mq.group.CommittedOffsets.Committed;
import labs.mq.group.CommittedOffsets.Key;
import labs.mq.group.GroupCoordinator.Committer;
import labs.mq.log.Log;
import labs.mq.log.LogOptions;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocolCollection;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The coordinator without a network: each request is a call. */
@LabTest
@Timeout(60)
class GroupCoordinatorTest {
    private static final ClientAddress CLIENT = new ClientAddress("client", "/127.0.0.1");
    private static final int NEWEST = 9; // version of JoinGroup
    private static final int LONG = 30_000;
    private static final int SHORT = 1_000;
    private static final int MIDDLE = 2_000;

    private final GroupCoordinator groups = new GroupCoordinator(Duration.ofMillis(500));

    @AfterEach
    void close() {
        groups.close();
    }

    private static <T> T get(CompletableFuture<T> answer) {
        try {
            return answer.get(15, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("a member has waited in vain for its answer", e);
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private CompletableFuture<JoinGroupResponseData> join(String id, int session, int rebalance) {
        return join(new Identity(id, null), session, rebalance);
    }

    private CompletableFuture<JoinGroupResponseData> join(
            Identity who, int session, int rebalance) {
        var protocols = new JoinGroupRequestProtocolCollection();
        protocols.add(new JoinGroupRequestProtocol().setName("range").setMetadata(new byte[0]));
        return groups.join(
                CLIENT,
                NEWEST,
                new JoinGroupRequestData()
                        .setGroupId("g")
                        .setMemberId(who.id())
                        .setGroupInstanceId(who.instance())
                        .setProtocolType("consumer")
                        .setSessionTimeoutMs(session)
                        .setRebalanceTimeoutMs(rebalance)
                        .setProtocols(protocols));
    }

    private String invited(int session) {
        JoinGroupResponseData answer = get(join("", session, session));
        assertThat(Errors.forCode(answer.errorCode())).isEqualTo(Errors.MEMBER_ID_REQUIRED);
        return answer.memberId();
    }

    private CompletableFuture<SyncGroupResponseData> sync(
            String id, int generation, List<String> plan) {
        return sync(new Identity(id, null), generation, plan);
    }

    private CompletableFuture<SyncGroupResponseData> sync(
            Identity who, int generation, List<String> plan) {
        var assignments =
                plan.stream()
                        .map(
                                member ->
                                        new SyncGroupRequestAssignment()
                                                .setMemberId(member)
                                                .setAssignment(
                                                        member.getBytes(StandardCharsets.UTF_8)))
                        .toList();
        return groups.sync(
                new SyncGroupRequestData()
                        .setGroupId("g")
                        .setMemberId(who.id())
                        .setGroupInstanceId(who.instance())
                        .setGenerationId(generation)
                        .setAssignments(assignments));
    }

    private Errors heartbeat(String id, int generation) {
        return heartbeat(new Identity(id, null), generation);
    }

    private Errors heartbeat(Identity who, int generation) {
        return get(
                groups.heartbeat(
                        new HeartbeatRequestData()
                                .setGroupId("g")
                                .setMemberId(who.id())
                                .setGroupInstanceId(who.instance())
                                .setGenerationId(generation)));
    }

    private Errors commit(String id, int generation) {
        return commit(new Identity(id, null), generation);
    }

    private Errors commit(Identity who, int generation) {
        var committer = new Committer("g", who, generation, false);
        return get(groups.commit(committer, () -> Errors.NONE, error -> error));
    }

    /** Two members in a stable group; the first is the leader. */
    private List<String> two(int session, int rebalance) {
        List<String> ids = List.of(invited(session), invited(session));
        var joined = ids.stream().map(id -> join(id, session, rebalance)).toList();
        int generation = get(joined.get(0)).generationId();
        String leader = get(joined.get(0)).leader();
        List<String> ordered = leader.equals(ids.get(0)) ? ids : List.of(ids.get(1), ids.get(0));
        var follower = sync(ordered.get(1), generation, List.of());
        get(sync(ordered.get(0), generation, ordered));
        assertThat(get(follower).assignment()).asString().isEqualTo(ordered.get(1));
        return ordered;
    }

    @Test
    void shouldPutThoseWhoJoinTogetherIntoOneGeneration() {
        List<String> ids = IntStream.range(0, 5).mapToObj(i -> invited(LONG)).toList();
        List<JoinGroupResponseData> joined =
                ids.stream().map(id -> join(id, LONG, LONG)).toList().stream()
                        .map(GroupCoordinatorTest::get)
                        .toList();

        assertThat(joined).extracting(JoinGroupResponseData::generationId).containsOnly(1);
        assertThat(joined)
                .extracting(JoinGroupResponseData::leader)
                .hasSize(5)
                .containsOnly(joined.get(0).leader());
        assertThat(joined.stream().filter(answer -> !answer.members().isEmpty()))
                .as("only the leader is told who is in")
                .singleElement()
                .satisfies(
                        answer -> {
                            assertThat(answer.memberId()).isEqualTo(answer.leader());
                            assertThat(answer.members()).hasSize(5);
                        });
    }

    @Test
    void shouldGiveEachMemberItsOwnPartOfThePlan() {
        List<String> ids = two(LONG, LONG);
        assertThat(get(sync(ids.get(0), 1, List.of())).assignment())
                .asString()
                .isEqualTo(ids.get(0));
    }

    @Test
    void shouldForgetAnInvitationThatNobodyFollows() {
        String id = invited(SHORT);
        await().pollDelay(Duration.ofMillis(4 * SHORT))
                .atMost(Duration.ofSeconds(15))
                .untilAsserted(
                        () ->
                                assertThat(Errors.forCode(get(join(id, SHORT, SHORT)).errorCode()))
                                        .as("an id that was given out, and not used in time")
                                        .isEqualTo(Errors.UNKNOWN_MEMBER_ID));
    }

    @Test
    void shouldRefuseAnIdThatItDidNotGive() {
        assertThat(Errors.forCode(get(join("made-up", LONG, LONG)).errorCode()))
                .isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(heartbeat("made-up", 1)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void shouldRefuseNonsense() {
        for (int session : List.of(-1, 499, 30 * 60_000 + 1)) {
            assertThat(Errors.forCode(get(join("", session, LONG)).errorCode()))
                    .as("a session of %d ms", session)
                    .isEqualTo(Errors.INVALID_SESSION_TIMEOUT);
        }
        var noProtocol = new JoinGroupRequestData().setGroupId("g").setSessionTimeoutMs(LONG);
        assertThat(Errors.forCode(get(groups.join(CLIENT, NEWEST, noProtocol)).errorCode()))
                .isEqualTo(Errors.INCONSISTENT_GROUP_PROTOCOL);
        assertThat(
                        Errors.forCode(
                                get(groups.join(CLIENT, NEWEST, new JoinGroupRequestData()))
                                        .errorCode()))
                .isEqualTo(Errors.INVALID_GROUP_ID);
    }

    @Test
    void shouldTellMembersThatTheyHaveToJoinAgain() {
        List<String> ids = two(LONG, LONG);
        var third = join(invited(LONG), LONG, LONG);

        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(
                        () ->
                                assertThat(heartbeat(ids.get(0), 1))
                                        .isEqualTo(Errors.REBALANCE_IN_PROGRESS));
        assertThat(third).as("it waits for the others").isNotDone();
        assertThat(commit(ids.get(0), 1)).as("of what it has done so far").isEqualTo(Errors.NONE);
        var again = ids.stream().map(id -> join(id, LONG, LONG)).toList();
        assertThat(get(third).generationId()).isEqualTo(2);
        assertThat(get(again.get(0)).generationId()).isEqualTo(2);
        assertThat(commit(ids.get(0), 1)).isEqualTo(Errors.ILLEGAL_GENERATION);
        assertThat(commit(ids.get(0), 2))
                .as("a commit between joining and the plan: it has no partitions yet")
                .isEqualTo(Errors.REBALANCE_IN_PROGRESS);
    }

    @Test
    void shouldGoOnWithoutAMemberThatIsSilent() {
        List<String> ids = two(MIDDLE, LONG);
        var again = join(ids.get(0), LONG, LONG);

        JoinGroupResponseData alone = get(again);
        assertThat(alone.generationId()).isEqualTo(2);
        assertThat(alone.members()).hasSize(1);
        assertThat(heartbeat(ids.get(1), 1)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(commit(ids.get(1), 1)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void shouldGoOnWithoutAMemberThatLivesButDoesNotJoinAgain() {
        List<String> ids = two(MIDDLE, MIDDLE);
        var again = join(ids.get(0), MIDDLE, MIDDLE);
        await().atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> {
                            heartbeat(ids.get(1), 1);
                            return again.isDone();
                        });
        assertThat(get(again).members()).hasSize(1);
        assertThat(heartbeat(ids.get(1), 1)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void shouldNotTakeAMemberForSilentThatWaitsForThePlan() throws Exception {
        List<String> ids = List.of(invited(LONG), invited(LONG));
        var joins = List.of(join(ids.get(0), SHORT, LONG), join(ids.get(1), SHORT, LONG));
        String leader = get(joins.get(0)).leader();
        String follower = leader.equals(ids.get(0)) ? ids.get(1) : ids.get(0);
        var waiting = sync(follower, 1, List.of());
        // The leader takes its time, and is heard of meanwhile: three sessions long.
        for (long end = System.nanoTime() + 3_000_000L * SHORT; System.nanoTime() < end; ) {
            assertThat(heartbeat(leader, 1)).isEqualTo(Errors.NONE);
            assertThat(waiting).isNotDone();
        }
        get(sync(leader, 1, List.of(leader, follower)));
        assertThat(get(waiting).assignment()).asString().isEqualTo(follower);
        assertThat(Errors.forCode(get(waiting).errorCode())).isEqualTo(Errors.NONE);
    }

    @Test
    void shouldNotWaitForeverForALeaderThatMakesNoPlan() {
        List<String> ids = List.of(invited(LONG), invited(LONG));
        var joins = List.of(join(ids.get(0), MIDDLE, MIDDLE), join(ids.get(1), MIDDLE, MIDDLE));
        String leader = get(joins.get(0)).leader();
        String follower = leader.equals(ids.get(0)) ? ids.get(1) : ids.get(0);
        get(joins.get(1));

        var answer = sync(follower, 1, List.of());
        await().atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> {
                            heartbeat(leader, 1); // it lives
                            return answer.isDone();
                        });
        assertThat(Errors.forCode(get(answer).errorCode())).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
        assertThat(get(join(follower, MIDDLE, MIDDLE)).leader()).isEqualTo(follower);
    }

    @Test
    void shouldAnswerThoseWhoWaitWhenItCloses() {
        List<String> ids = two(LONG, LONG);
        var waiting = join(ids.get(0), LONG, LONG);
        long start = System.nanoTime();
        groups.close();

        assertThat(Errors.forCode(get(waiting).errorCode()))
                .isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("it does not wait for its members' timers, of %d ms", LONG)
                .isLessThan(Duration.ofSeconds(25));
        groups.close(); // once more does no harm
    }

    /** Two static members in a stable group; the first is the leader. */
    private List<Identity> twoStatic(int session, int rebalance) {
        var names = List.of("a", "b");
        var joins = names.stream().map(n -> join(new Identity("", n), session, rebalance)).toList();
        var who =
                IntStream.range(0, 2)
                        .mapToObj(i -> new Identity(get(joins.get(i)).memberId(), names.get(i)))
                        .toList();
        assertThat(get(joins.get(0)).leader()).isEqualTo(who.get(0).id());
        var follower = sync(who.get(1), 1, List.of());
        get(sync(who.get(0), 1, who.stream().map(Identity::id).toList()));
        get(follower);
        return who;
    }

    @Test
    void shouldGiveAStaticMemberThatStartsAgainWhatItHad() {
        List<Identity> before = twoStatic(LONG, LONG);
        for (Identity former : before) {
            JoinGroupResponseData back = get(join(new Identity("", former.instance()), LONG, LONG));
            assertThat(Errors.forCode(back.errorCode())).isEqualTo(Errors.NONE);
            assertThat(back.generationId()).as("no rebalance").isEqualTo(1);
            assertThat(back.memberId()).as("a new id").isNotEqualTo(former.id());
            assertThat(back.skipAssignment())
                    .as("whether it leads, and is to make no plan all the same")
                    .isEqualTo(former.equals(before.get(0)));
            var now = new Identity(back.memberId(), former.instance());
            assertThat(get(sync(now, 1, List.of())).assignment())
                    .as("its part of the plan, which was made for its last life")
                    .asString()
                    .isEqualTo(former.id());
            assertThat(heartbeat(now, 1)).isEqualTo(Errors.NONE);
        }
    }

    @Test
    void shouldFenceTheFormerLifeOfAStaticMember() {
        Identity former = twoStatic(LONG, LONG).get(1);
        get(join(new Identity("", former.instance()), LONG, LONG));

        assertThat(heartbeat(former, 1)).isEqualTo(Errors.FENCED_INSTANCE_ID);
        assertThat(commit(former, 1)).isEqualTo(Errors.FENCED_INSTANCE_ID);
        assertThat(Errors.forCode(get(sync(former, 1, List.of())).errorCode()))
                .isEqualTo(Errors.FENCED_INSTANCE_ID);
        assertThat(Errors.forCode(get(join(former, LONG, LONG)).errorCode()))
                .isEqualTo(Errors.FENCED_INSTANCE_ID);
        assertThat(get(groups.leave("g", former))).isEqualTo(Errors.FENCED_INSTANCE_ID);
    }

    @Test
    void shouldFenceTheFormerLifeThatWaits() {
        List<Identity> before = twoStatic(LONG, LONG);
        var waiting = join(before.get(0), LONG, LONG); // the leader: for the other one
        var next = join(new Identity("", before.get(0).instance()), LONG, LONG);
        assertThat(Errors.forCode(get(waiting).errorCode())).isEqualTo(Errors.FENCED_INSTANCE_ID);
        get(join(before.get(1), LONG, LONG));
        assertThat(get(next).generationId()).isEqualTo(2);
    }

    @Test
    void shouldKeepThePlaceOfAStaticMemberThatIsAwayWhileItsSessionLasts() {
        List<Identity> who = twoStatic(LONG, MIDDLE);
        JoinGroupResponseData again = get(join(who.get(0), LONG, MIDDLE));
        assertThat(again.generationId()).isEqualTo(2);
        assertThat(again.members()).as("the one that has not come back, too").hasSize(2);
        assertThat(heartbeat(who.get(1), 1)).isEqualTo(Errors.ILLEGAL_GENERATION);
    }

    @Test
    void shouldGoOnWithoutAStaticMemberWhoseSessionIsOver() {
        List<Identity> who = twoStatic(MIDDLE, LONG);
        JoinGroupResponseData again = get(join(who.get(0), LONG, LONG));
        assertThat(again.members()).hasSize(1);
        assertThat(heartbeat(who.get(1), 1)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void shouldRemoveAStaticMemberByItsName() {
        List<Identity> who = twoStatic(LONG, LONG);
        assertThat(get(groups.leave("g", new Identity("", "nobody"))))
                .isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(get(groups.leave("g", new Identity("", "b")))).isEqualTo(Errors.NONE);
        assertThat(heartbeat(who.get(1), 1)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(heartbeat(who.get(0), 1)).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
    }

    @Test
    void shouldKnowItsOffsetsAfterARestart(@TempDir Path directory) throws Exception {
        var key = new Key("g\nwith a line feed", "orders", 3);
        for (int life = 0; life < 3; life++) {
            try (Log log = Log.open(directory, LogOptions.DEFAULT.withSegmentBytes(4_000))) {
                var offsets = new CommittedOffsets(log);
                if (life > 0) {
                    assertThat(offsets.find(key)).isEqualTo(new Committed(100L * life + 99, "m"));
                }
                for (int i = 100; i < 200; i++) {
                    offsets.commit(key, new Committed(100L * life + i, "m"));
                }
                assertThat(offsets.keysOf(key.group())).containsExactly(key);
                assertThat(offsets.find(new Key("g", "orders", 3))).isNull();
            }
        }
    }

    @Test
    void shouldForgetATopicForGood(@TempDir Path directory) throws Exception {
        var deleted = new Key("g", "deleted", 0);
        var kept = new Key("g", "kept", 0);
        try (Log log = Log.open(directory, LogOptions.DEFAULT)) {
            var offsets = new CommittedOffsets(log);
            offsets.commit(deleted, new Committed(7, ""));
            offsets.commit(kept, new Committed(8, ""));
            offsets.forget("deleted");
            assertThat(offsets.find(deleted)).isNull();
        }
        try (Log log = Log.open(directory, LogOptions.DEFAULT)) {
            var offsets = new CommittedOffsets(log);
            assertThat(offsets.find(deleted)).as("after a restart").isNull();
            assertThat(offsets.find(kept)).isEqualTo(new Committed(8, ""));
        }
    }
}
