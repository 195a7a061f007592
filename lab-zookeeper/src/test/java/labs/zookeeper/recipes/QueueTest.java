package labs.zookeeper.recipes;

import static labs.zookeeper.recipes.Clients.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import labs.cluster.zookeeper.Ensemble;
import labs.kit.LabTest;
import labs.zookeeper.answers.EveryAnswer;
import labs.zookeeper.answers.Wire;
import labs.zookeeper.curator.Curators;
import labs.zookeeper.ensemble.ClientWatchers;
import labs.zookeeper.ensemble.TestRoot;
import labs.zookeeper.ensemble.WithEnsemble;
import labs.zookeeper.recipes.WorkQueue.Claim;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.queue.SimpleDistributedQueue;
import org.apache.zookeeper.KeeperException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@LabTest
@WithEnsemble
@Timeout(60)
final class QueueTest {
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final Duration SOON = Duration.ofMillis(300);

    /** Allowed: it was done, or it was not. */
    private static final Class<? extends Exception> UNKNOWN = RecipeException.OutcomeUnknown.class;

    /** Allowed of what only reads first: no server answers, and nothing was done. */
    private static final Class<? extends Exception> REFUSED = RecipeException.class;

    private Clients clients;

    enum Make {
        DELETE,
        CLAIM,
        CURATORS;

        WorkQueue queue(CuratorFramework client) {
            return switch (this) {
                case DELETE -> new DeleteQueue(client, "/queue");
                case CLAIM -> new ClaimQueue(client, "/queue");
                case CURATORS -> new CuratorsQueue(new SimpleDistributedQueue(client, "/queue"));
            };
        }
    }

    private record CuratorsQueue(SimpleDistributedQueue queue) implements WorkQueue {
        @Override
        public void put(byte[] item) throws InterruptedException {
            run(() -> queue.offer(item));
        }

        @Override
        public Optional<Claim> take(Duration timeout) throws InterruptedException {
            byte[] item = run(() -> queue.poll(timeout.toMillis(), TimeUnit.MILLISECONDS));
            return Optional.ofNullable(item).map(Taken::new);
        }

        private static <T> T run(Curators.Call<T> call) throws InterruptedException {
            try {
                return Curators.call(call);
            } catch (KeeperException e) {
                throw RecipeException.of(e);
            }
        }
    }

    private record Taken(byte[] item) implements Claim {
        @Override
        public int attempt() {
            return 1;
        }

        @Override
        public void done() {}

        @Override
        public void giveBack() {
            throw new UnsupportedOperationException();
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

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Claim claim) {
        return new String(claim.item(), StandardCharsets.UTF_8);
    }

    private static Claim take(WorkQueue queue) throws InterruptedException {
        return queue.take(LONG).orElseThrow(() -> new AssertionError("nothing to take"));
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveItemsInTheOrderOfPutting(Make make) throws Exception {
        WorkQueue queue = make.queue(clients.connect());
        for (int i = 0; i < 12; i++) {
            queue.put(bytes("item " + i));
        }

        for (int i = 0; i < 12; i++) {
            Claim claim = take(queue);
            assertThat(text(claim)).isEqualTo("item " + i);
            claim.done();
        }
        assertThat(queue.take(AT_ONCE)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldWakeWhoWaitsForAnItem(Make make) throws Exception {
        WorkQueue queue = make.queue(clients.connect());
        Future<Claim> waiting = clients.start(() -> take(make.queue(clients.connect())));
        await().during(SOON).atMost(LONG).until(() -> !waiting.isDone());

        queue.put(bytes("work"));

        assertThat(text(waiting.get())).isEqualTo("work");
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveEachItemToOneConsumer(Make make) throws Exception {
        WorkQueue queue = make.queue(clients.connect());
        List<String> all = IntStream.range(0, 40).mapToObj(i -> "item " + i).toList();
        for (String item : all) {
            queue.put(bytes(item));
        }
        var jobs = new ArrayList<Future<List<String>>>();
        for (int i = 0; i < 3; i++) {
            WorkQueue own = make.queue(clients.connect());
            jobs.add(clients.start(() -> drain(own)));
        }

        var taken = new ArrayList<String>();
        Clients.all(jobs).forEach(taken::addAll);

        assertThat(taken).containsExactlyInAnyOrderElementsOf(all);
    }

    private static List<String> drain(WorkQueue queue) throws InterruptedException {
        var taken = new ArrayList<String>();
        for (Optional<Claim> next = queue.take(SOON); next.isPresent(); next = queue.take(SOON)) {
            taken.add(text(next.get()));
            next.get().done();
        }
        return taken;
    }

    @Test
    void shouldGiveTheItemOfADeadConsumerToAnother() throws Exception {
        WorkQueue queue = Make.CLAIM.queue(clients.connect());
        queue.put(bytes("precious"));
        CuratorFramework mortal = clients.connect();
        Claim lost = take(Make.CLAIM.queue(mortal));
        assertThat(lost.attempt()).isEqualTo(1);
        assertThat(queue.take(SOON)).as("while its owner lives").isEmpty();
        Future<Claim> waiting = clients.start(() -> take(queue));
        await().during(SOON).atMost(LONG).until(() -> !waiting.isDone());

        mortal.close(); // it dies in the middle of the work

        assertThat(text(waiting.get())).isEqualTo("precious");
        assertThat(waiting.get().attempt()).isEqualTo(2);
    }

    @Test
    void shouldLoseTheItemOfADeadConsumerIfTakingMeansDeleting() throws Exception {
        WorkQueue queue = Make.DELETE.queue(clients.connect());
        queue.put(bytes("precious"));
        CuratorFramework mortal = clients.connect();
        take(Make.DELETE.queue(mortal));

        mortal.close();

        assertThat(queue.take(SOON)).as("this is why there is another queue").isEmpty();
    }

    @Test
    void shouldNotLetAConsumerFinishWhatIsInOtherHands() throws Exception {
        WorkQueue queue = Make.CLAIM.queue(clients.connect());
        queue.put(bytes("work"));
        CuratorFramework paused = clients.connect();
        Claim old = take(Make.CLAIM.queue(paused));
        // Its session ends, as in a long pause, and it does not know.
        paused.delete()
                .forPath("/queue/claims/" + paused.getChildren().forPath("/queue/claims").get(0));
        Claim now = take(queue);

        assertThatExceptionOfType(RecipeException.ClaimLost.class).isThrownBy(old::done);
        assertThatExceptionOfType(RecipeException.ClaimLost.class).isThrownBy(old::giveBack);

        now.done();
        assertThat(queue.take(SOON)).isEmpty();
        assertThat(paused.getChildren().forPath("/queue/claims")).isEmpty();
    }

    @Test
    void shouldPutAnItemThatIsGivenBackToItsPlace() throws Exception {
        WorkQueue queue = Make.CLAIM.queue(clients.connect());
        queue.put(bytes("first"));
        queue.put(bytes("second"));
        take(queue).giveBack();

        Claim again = take(queue);

        assertThat(text(again)).isEqualTo("first");
        assertThat(again.attempt()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"DELETE", "CLAIM"})
    void shouldRefuseWhatZooKeeperDoesNotTakeAndSkipWhatOthersPutThere(Make make) throws Exception {
        CuratorFramework client = clients.connect();
        WorkQueue queue = make.queue(client);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> queue.put(new byte[1_100_000]))
                .withMessageContaining("at most 1000000");
        queue.put(bytes("work"));
        client.create().forPath(make == Make.CLAIM ? "/queue/items/note" : "/queue/a-note");

        assertThat(text(take(queue))).isEqualTo("work");
        assertThat(queue.take(AT_ONCE)).isEmpty();
    }

    /** The answers of every operation of a queue's calls, lost one after the other. */
    @ParameterizedTest
    @EnumSource(names = {"DELETE", "CLAIM"})
    void shouldLoseAndDoubleNothingWhicheverAnswerIsLost(
            Make make, Ensemble ensemble, TestRoot root) throws Exception {
        EveryAnswer.isLost(ensemble, root, wire -> workOff(make, wire));
    }

    private static void workOff(Make make, Wire wire) throws Exception {
        WorkQueue far = make.queue(wire.curator());
        WorkQueue near = make.queue(wire.observer());
        wire.begin();
        boolean first = wire.attempt(() -> put(far, "first"), UNKNOWN, REFUSED).isPresent();
        near.put(bytes("second"));
        Claim claim = wire.insist(() -> take(far), UNKNOWN, REFUSED);
        String taken = text(claim);
        if (make == Make.CLAIM) {
            wire.insist(() -> giveBack(claim), UNKNOWN, REFUSED);
            Claim again = wire.insist(() -> take(far), UNKNOWN, REFUSED);
            wire.insist(() -> done(again), UNKNOWN, REFUSED);
            taken = text(again);
        }
        wire.end();

        var all = new ArrayList<>(List.of(taken));
        all.addAll(drain(near));
        assertThat(all)
                .as("each once; the first may not have been put, if nobody could say")
                .doesNotHaveDuplicates()
                .contains("second")
                .isSubsetOf("first", "second");
        assertThat(all.contains("first") || !first).as("what was put is there: %s", all).isTrue();
    }

    private static boolean put(WorkQueue queue, String item) throws InterruptedException {
        queue.put(bytes(item));
        return true;
    }

    private static boolean giveBack(Claim claim) throws InterruptedException {
        claim.giveBack();
        return true;
    }

    private static boolean done(Claim claim) throws InterruptedException {
        claim.done();
        return true;
    }

    @Test
    void shouldGiveTheItemToAnotherWhenItsTakerNeverHeardOfIt(Ensemble ensemble, TestRoot root)
            throws Exception {
        EveryAnswer.isLost(
                ensemble,
                root,
                wire -> {
                    WorkQueue near = Make.CLAIM.queue(wire.observer());
                    near.put(bytes("precious"));
                    WorkQueue far = Make.CLAIM.queue(wire.curator());
                    wire.begin();
                    Optional<Claim> taken = wire.attempt(() -> take(far), UNKNOWN, REFUSED);
                    wire.end();

                    if (taken.isPresent()) {
                        assertThat(near.take(AT_ONCE)).as("the other has it").isEmpty();
                        taken.get().giveBack();
                    }
                    assertThat(text(take(near))).isEqualTo("precious");
                });
    }

    @Test
    void shouldNotLetWatchersPileUp() throws Exception {
        CuratorFramework client = clients.connect();
        for (Make make : List.of(Make.CLAIM, Make.DELETE)) {
            WorkQueue queue = make.queue(client);
            for (int i = 0; i < 50; i++) {
                assertThat(queue.take(AT_ONCE)).isEmpty();
            }
        }
        assertThat(ClientWatchers.count(client.getZookeeperClient().getZooKeeper()))
                .as("watchers that the client keeps after 100 takes of two queues")
                .isLessThanOrEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(names = {"DELETE", "CLAIM"})
    void shouldSayThatItIsTooLongToBeRead(Make make) throws Exception {
        CuratorFramework client = clients.connect();
        make.queue(client).put(bytes("item"));
        String parent = make == Make.CLAIM ? "/queue/items/" : "/queue/";
        for (int i = 0; i < 40; i++) {
            client.create().forPath(parent + "a-long-name-".repeat(10) + i);
        }
        String before = System.setProperty("jute.maxbuffer", "4096");
        try {
            WorkQueue narrow = make.queue(clients.connect());

            assertThatExceptionOfType(RecipeException.class)
                    .isThrownBy(() -> narrow.take(AT_ONCE))
                    .withMessageContaining("jute.maxbuffer");
        } finally {
            restore("jute.maxbuffer", before);
        }
    }

    private static void restore(String property, String before) {
        if (before == null) {
            System.clearProperty(property);
        } else {
            System.setProperty(property, before);
        }
    }
}
