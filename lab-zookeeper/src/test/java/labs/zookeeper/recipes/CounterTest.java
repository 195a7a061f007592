package labs.zookeeper.recipes;

import static labs.zookeeper.recipes.Clients.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import labs.cluster.Capability;
import labs.cluster.junit.Needs;
import labs.cluster.zookeeper.Ensemble;
import labs.kit.FaultProxy;
import labs.kit.LabTest;
import labs.kit.history.History;
import labs.kit.linear.Linearizability;
import labs.kit.linear.Models;
import labs.zookeeper.answers.EveryAnswer;
import labs.zookeeper.curator.Curators;
import labs.zookeeper.ensemble.TestRoot;
import labs.zookeeper.ensemble.WithEnsemble;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.atomic.DistributedAtomicLong;
import org.apache.curator.retry.RetryNTimes;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@LabTest
@WithEnsemble
@Timeout(60)
final class CounterTest {
    private static final String PATH = "/numbers/counter";

    private Clients clients;

    enum Make {
        SHARED,
        LEASED,
        CURATORS;

        Counter counter(CuratorFramework client) {
            return switch (this) {
                case SHARED -> new SharedCounter(client, PATH, LONG);
                case LEASED -> new LeasedCounter(new SharedCounter(client, PATH, LONG), 10);
                case CURATORS ->
                        curators(
                                new DistributedAtomicLong(client, PATH, new RetryNTimes(1_000, 2)));
            };
        }

        private static Counter curators(DistributedAtomicLong number) {
            return () -> {
                try {
                    var value = Curators.call(number::increment);
                    assertThat(value.succeeded()).isTrue();
                    return value.postValue();
                } catch (KeeperException e) {
                    throw RecipeException.of(e);
                }
            };
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

    @ParameterizedTest
    @EnumSource
    void shouldGiveEachNumberOnce(Make make) throws Exception {
        var jobs = new ArrayList<Future<List<Long>>>();
        for (int i = 0; i < 4; i++) {
            Counter counter = make.counter(clients.connect());
            jobs.add(clients.start(() -> take(counter, 25)));
        }

        var all = new ArrayList<Long>();
        Clients.all(jobs).forEach(all::addAll);

        assertThat(new HashSet<>(all)).as("numbers given to one caller only").hasSize(100);
        if (make != Make.LEASED) { // which may have left some of its blocks
            assertThat(all).allMatch(number -> 1 <= number && number <= 100);
        }
    }

    private static List<Long> take(Counter counter, int count) throws InterruptedException {
        var taken = new ArrayList<Long>();
        for (int i = 0; i < count; i++) {
            taken.add(counter.next());
        }
        assertThat(taken).isSorted();
        return taken;
    }

    @Test
    void shouldBeLinearizable() throws Exception {
        var history = new History<Long, Long>();
        var jobs = new ArrayList<Future<Void>>();
        for (int i = 0; i < 4; i++) {
            var counter = new SharedCounter(clients.connect(), PATH, LONG);
            var recorder = history.client();
            long delta = i + 1L;
            jobs.add(
                    clients.start(
                            () -> {
                                for (int j = 0; j < 20; j++) {
                                    recorder.invoke(delta);
                                    recorder.ok(counter.addAndGet(delta));
                                }
                                return null;
                            }));
        }
        Clients.all(jobs);

        var verdict =
                new Linearizability<>(Models.counter(), Duration.ofSeconds(10))
                        .judge(history.operations());

        assertThat(verdict.isLinearizable()).as(verdict.toString()).isTrue();
    }

    @Test
    @Needs(Capability.CUT)
    void shouldSayThatTheOutcomeIsUnknownAndNotAddTwice(Ensemble ensemble, TestRoot root)
            throws Exception {
        CuratorFramework near = clients.connect();
        var counter = new SharedCounter(near, PATH, LONG);
        counter.next();
        try (var proxy = FaultProxy.to(ensemble.nodes().get(0).port())) {
            var far =
                    new SharedCounter(
                            clients.connect("127.0.0.1:" + proxy.port() + root.path()), PATH, LONG);
            assertThat(far.get()).isEqualTo(1);
            proxy.delay(Duration.ofMillis(200)); // the answer is under way for so long …
            near.getData()
                    .usingWatcher((Watcher) event -> cutOnce(proxy)) // … and never arrives
                    .forPath(PATH);

            assertThatExceptionOfType(RecipeException.OutcomeUnknown.class)
                    .as("the number was written, and the answer was lost")
                    .isThrownBy(far::next);

            assertThat(counter.get()).as("added once").isEqualTo(2);
            assertThat(far.next()).as("the next call goes on as if nothing was").isEqualTo(3);
        }
    }

    private static void cutOnce(FaultProxy proxy) {
        proxy.cut();
        proxy.heal();
    }

    @Test
    void shouldGiveUpWhenItsPatienceIsOverAndCountNothing() throws Exception {
        var given = new AtomicInteger();
        var refused = new AtomicInteger();
        var jobs = new ArrayList<Future<Void>>();
        for (int i = 0; i < 4; i++) {
            var hasty = new SharedCounter(clients.connect(), PATH, Duration.ZERO);
            jobs.add(
                    clients.start(
                            () -> {
                                for (int j = 0; j < 40; j++) {
                                    try {
                                        hasty.next();
                                        given.incrementAndGet();
                                    } catch (RecipeException.Contended e) {
                                        refused.incrementAndGet();
                                    }
                                }
                                return null;
                            }));
        }
        Clients.all(jobs);

        assertThat(new SharedCounter(clients.connect(), PATH, LONG).get())
                .as("%d were given, %d refused", given.get(), refused.get())
                .isEqualTo(given.get());
        assertThat(refused.get()).as("who was slower was told so").isPositive();
    }

    @Test
    void shouldLeaveTheRestOfABlockUnusedWhenAProcessDies() throws Exception {
        var blocks = new SharedCounter(clients.connect(), PATH, LONG);

        assertThat(new LeasedCounter(blocks, 10).next()).isEqualTo(1);
        var after = new LeasedCounter(blocks, 10);

        assertThat(take(after, 12)).startsWith(11L, 12L).endsWith(20L, 21L, 22L);
    }

    @Test
    void shouldSayThatANodeHoldsNoNumber() throws Exception {
        CuratorFramework client = clients.connect();
        client.create()
                .creatingParentsIfNeeded()
                .forPath(PATH, "many".getBytes(StandardCharsets.UTF_8));

        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> new SharedCounter(client, PATH, LONG).next())
                .withMessageContaining("no number");
    }

    @Test
    void shouldAddOnceOrSayThatNobodyKnowsWhicheverAnswerIsLost(Ensemble ensemble, TestRoot root)
            throws Exception {
        EveryAnswer.isLost(
                ensemble,
                root,
                wire -> {
                    CuratorFramework client = wire.curator();
                    var far = new SharedCounter(client, PATH, LONG);
                    var block = new LeasedCounter(new SharedCounter(client, "/blocks", LONG), 2);
                    wire.begin();
                    int added = 0;
                    int perhaps = 0;
                    var leased = new HashSet<Long>();
                    for (int i = 0; i < 3; i++) {
                        try {
                            far.next();
                            added++;
                            assertThat(leased.add(block.next())).as("given once").isTrue();
                        } catch (RecipeException.OutcomeUnknown e) {
                            perhaps++;
                            wire.heal();
                        } catch (RecipeException e) {
                            wire.heal(); // nothing was added
                        }
                    }
                    wire.end();
                    assertThat(new SharedCounter(wire.observer(), PATH, LONG).get())
                            .as("%d were added, %d perhaps", added, perhaps)
                            .isBetween((long) added, (long) added + perhaps);
                });
    }
}
