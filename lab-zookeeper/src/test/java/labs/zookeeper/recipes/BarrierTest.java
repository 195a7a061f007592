package labs.zookeeper.recipes;

import static labs.zookeeper.recipes.Clients.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import labs.cluster.zookeeper.Ensemble;
import labs.kit.LabTest;
import labs.zookeeper.answers.EveryAnswer;
import labs.zookeeper.answers.Wire;
import labs.zookeeper.curator.Curators;
import labs.zookeeper.ensemble.TestRoot;
import labs.zookeeper.ensemble.WithEnsemble;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.barriers.DistributedDoubleBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@LabTest
@WithEnsemble
@Timeout(60)
final class BarrierTest {
    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Optional<Boolean> ENTERED = Optional.of(true);

    /** Allowed: whether it is a member is not known, and it is none soon. */
    private static final Class<? extends Exception> REFUSED = RecipeException.class;

    private Clients clients;

    /** The same stories for both. */
    enum Make {
        OURS,
        CURATORS;

        Barrier barrier(CuratorFramework client, int size) {
            return this == OURS
                    ? new DoubleBarrier(client, "/barrier", size)
                    : curators(new DistributedDoubleBarrier(client, "/barrier", size));
        }

        private static Barrier curators(DistributedDoubleBarrier barrier) {
            return new Barrier() {
                @Override
                public boolean enter(Duration timeout) throws InterruptedException {
                    return run(() -> barrier.enter(timeout.toMillis(), TimeUnit.MILLISECONDS));
                }

                @Override
                public boolean leave(Duration timeout) throws InterruptedException {
                    return run(() -> barrier.leave(timeout.toMillis(), TimeUnit.MILLISECONDS));
                }
            };
        }

        private static boolean run(Curators.Call<Boolean> call) throws InterruptedException {
            try {
                return Curators.call(call);
            } catch (org.apache.zookeeper.KeeperException e) {
                throw RecipeException.of(e);
            }
        }
    }

    @BeforeEach
    void open(TestRoot root) {
        clients = new Clients(root);
    }

    @AfterEach
    void close() {
        clients.close();
    }

    private List<Barrier> barriers(Make make, int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> make.barrier(clients.connect(), size))
                .toList();
    }

    private List<Future<Boolean>> enter(List<Barrier> barriers) {
        return barriers.stream().map(each -> clients.start(() -> each.enter(LONG))).toList();
    }

    private List<Future<Boolean>> enterOneAfterTheOther(List<Barrier> barriers) {
        var entering = new ArrayList<Future<Boolean>>();
        for (Barrier barrier : barriers) {
            entering.addAll(enter(List.of(barrier)));
            awaitMembers(entering.size());
        }
        return entering;
    }

    private List<Future<Boolean>> leave(List<Barrier> barriers) {
        return barriers.stream().map(each -> clients.start(() -> each.leave(LONG))).toList();
    }

    @ParameterizedTest
    @EnumSource
    void shouldLetNobodyPassBeforeAllHaveCome(Make make) throws Exception {
        List<Barrier> barriers = barriers(make, 3);
        List<Future<Boolean>> first = enter(barriers.subList(0, 2));
        awaitMembers(2);
        await().during(SOON).atMost(LONG).until(() -> first.stream().noneMatch(Future::isDone));

        List<Future<Boolean>> last = enter(barriers.subList(2, 3));

        assertThat(Clients.all(first)).containsOnly(true);
        assertThat(Clients.all(last)).containsOnly(true);
    }

    private void awaitMembers(int count) {
        CuratorFramework client = clients.connect();
        await().atMost(LONG)
                .until(
                        () -> {
                            var own = client.checkExists().forPath("/barrier/members");
                            var all = client.checkExists().forPath("/barrier");
                            return (own != null ? own : all) != null
                                    && (own != null ? own : all).getNumChildren() >= count;
                        });
    }

    /** Ours only: Curator's let somebody go early in one of our runs on a busy machine. */
    @Test
    void shouldLetNobodyGoBeforeAllLeave() throws Exception {
        List<Barrier> barriers = barriers(Make.OURS, 3);
        Clients.all(enterOneAfterTheOther(barriers));
        List<Future<Boolean>> first = leave(barriers.subList(0, 2)); // the first to come among them
        await().during(SOON).atMost(LONG).until(() -> first.stream().noneMatch(Future::isDone));

        List<Future<Boolean>> last = leave(barriers.subList(2, 3));

        assertThat(Clients.all(first)).containsOnly(true);
        assertThat(Clients.all(last)).containsOnly(true);
    }

    @Test
    void shouldKeepItsMembersInStepRoundAfterRound() throws Exception {
        int members = 4;
        int rounds = 6;
        var steps = new ArrayList<AtomicInteger>();
        IntStream.range(0, members).forEach(i -> steps.add(new AtomicInteger()));
        var members4 = new ArrayList<Future<Integer>>();
        for (int i = 0; i < members; i++) {
            Barrier barrier = Make.OURS.barrier(clients.connect(), members);
            AtomicInteger own = steps.get(i);
            members4.add(
                    clients.start(
                            () -> {
                                int widest = 0;
                                for (int round = 0; round < rounds; round++) {
                                    own.incrementAndGet();
                                    assertThat(barrier.enter(LONG)).isTrue();
                                    widest = Math.max(widest, spread(steps));
                                    own.incrementAndGet();
                                    assertThat(barrier.leave(LONG)).isTrue();
                                    widest = Math.max(widest, spread(steps));
                                }
                                return widest;
                            }));
        }

        assertThat(Clients.all(members4))
                .as("how many steps the fastest was ahead of the slowest")
                .allMatch(widest -> widest <= 1);
    }

    private static int spread(List<AtomicInteger> steps) {
        var summary = steps.stream().mapToInt(AtomicInteger::get).summaryStatistics();
        return summary.getMax() - summary.getMin();
    }

    @Test
    void shouldNotKeepTheOthersWhenAMemberDies() throws Exception {
        CuratorFramework mortal = clients.connect();
        List<Barrier> barriers = new ArrayList<>(barriers(Make.OURS, 3).subList(0, 2));
        Barrier dying = new DoubleBarrier(mortal, "/barrier", 3);
        barriers.add(dying);
        Clients.all(enter(barriers));
        List<Future<Boolean>> others = leave(barriers.subList(0, 2));
        await().during(SOON).atMost(LONG).until(() -> others.stream().noneMatch(Future::isDone));

        mortal.close(); // its session ends, and it never leaves

        assertThat(Clients.all(others)).containsOnly(true);
    }

    @Test
    void shouldNotCountAMemberThatDiedBeforeTheOthersCame() throws Exception {
        CuratorFramework mortal = clients.connect();
        var dying = new DoubleBarrier(mortal, "/barrier", 3);
        Future<Boolean> dead = clients.start(() -> dying.enter(LONG));
        awaitMembers(1);
        mortal.close();
        List<Future<Boolean>> two = enter(barriers(Make.OURS, 3).subList(0, 2));
        awaitMembers(2);
        await().during(SOON).atMost(LONG).until(() -> two.stream().noneMatch(Future::isDone));

        List<Future<Boolean>> third =
                enter(List.of(new DoubleBarrier(clients.connect(), "/barrier", 3)));

        assertThat(Clients.all(two)).containsOnly(true);
        assertThat(Clients.all(third)).containsOnly(true);
        dead.cancel(true);
    }

    @Test
    void shouldBeginAnewThoughAWholeRoundDied() throws Exception {
        var mortals = List.of(clients.connect(), clients.connect());
        List<Barrier> dying =
                mortals.stream().<Barrier>map(c -> new DoubleBarrier(c, "/barrier", 2)).toList();
        Clients.all(enter(dying));
        mortals.forEach(CuratorFramework::close);

        Barrier early = Make.OURS.barrier(clients.connect(), 2);
        assertThat(early.enter(SOON)).as("alone, whatever the dead left behind").isFalse();
        assertThat(Clients.all(enter(barriers(Make.OURS, 2)))).containsOnly(true);
    }

    @Test
    void shouldLetOneTooManyWaitForTheNextRound() throws Exception {
        List<Barrier> two = barriers(Make.OURS, 2);
        Clients.all(enter(two));
        Barrier extra = Make.OURS.barrier(clients.connect(), 2);
        Future<Boolean> waits = clients.start(() -> extra.enter(LONG));
        awaitMembers(3);
        await().during(SOON).atMost(LONG).until(() -> !waits.isDone());

        assertThat(Clients.all(leave(two))).containsOnly(true);
        List<Future<Boolean>> next = enter(two.subList(0, 1));

        assertThat(waits.get()).isTrue();
        assertThat(Clients.all(next)).containsOnly(true);
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveUpInTimeAndNotBeCountedAfterwards(Make make) throws Exception {
        List<Barrier> barriers = barriers(make, 2);

        assertThat(barriers.get(0).enter(SOON)).isFalse();

        if (make == Make.OURS) { // Curator's stays a member until it leaves
            assertThat(barriers.get(1).enter(SOON)).isFalse();
        }
    }

    @Test
    void shouldCountNobodyTwiceWhicheverAnswerIsLost(Ensemble ensemble, TestRoot root)
            throws Exception {
        EveryAnswer.isLost(ensemble, root, this::meet);
    }

    private void meet(Wire wire) throws Exception {
        CuratorFramework observer = wire.observer();
        var near = new DoubleBarrier(observer, "/barrier", 2);
        var far = new DoubleBarrier(wire.curator(), "/barrier", 2);
        wire.begin();
        Optional<Boolean> alone = wire.attempt(() -> far.enter(SHORT), REFUSED);
        if (alone.isEmpty()) {
            alone = wire.attempt(() -> far.enter(SHORT), REFUSED);
        }
        assertThat(alone).as("it entered, and there is nobody else").isNotEqualTo(ENTERED);
        Future<Boolean> other = clients.start(() -> near.enter(LONG));
        Optional<Boolean> entered = wire.attempt(() -> far.enter(LONG), REFUSED);
        if (entered.isPresent()) {
            assertThat(entered).as("there are two now").isEqualTo(ENTERED);
            assertThat(other.get()).isTrue();
            Future<Boolean> leaves = clients.start(() -> near.leave(LONG));
            wire.attempt(() -> far.leave(LONG), REFUSED);
            assertThat(leaves.get()).as("the other leaves, whatever becomes of us").isTrue();
        } else {
            Wire.eventually("who gave up is no member", () -> others(observer).isEmpty());
            if (!other.cancel(true)) {
                assertThat(near.leave(LONG)).as("it was in time for a round with us").isTrue();
            }
            Wire.eventually("nor is who was cancelled", () -> members(observer).isEmpty());
        }
        wire.end();
        Wire.eventually("all are gone", () -> members(observer).isEmpty());
        Future<Boolean> again = clients.start(() -> near.enter(LONG));
        assertThat(far.enter(LONG)).as("the next round").isTrue();
        assertThat(again.get()).isTrue();
    }

    private static List<String> members(CuratorFramework client) throws Exception {
        return client.getChildren().forPath("/barrier/members");
    }

    /** All members but the observer's own, the last to come. */
    private static List<String> others(CuratorFramework client) throws Exception {
        long own = client.getZookeeperClient().getZooKeeper().getSessionId();
        var others = new ArrayList<String>();
        for (String name : members(client)) {
            var stat = client.checkExists().forPath("/barrier/members/" + name);
            if (stat != null && stat.getEphemeralOwner() != own) {
                others.add(name);
            }
        }
        return others;
    }

    @Test
    void shouldNotCountAMemberThatWasInterrupted() throws Exception {
        Barrier interrupted = Make.OURS.barrier(clients.connect(), 2);
        Future<Boolean> waits = clients.start(() -> interrupted.enter(LONG));
        awaitMembers(1);

        waits.cancel(true);

        awaitMembers(0);
        assertThat(Make.OURS.barrier(clients.connect(), 2).enter(SOON))
                .as("alone: the other has given up")
                .isFalse();
    }
}
