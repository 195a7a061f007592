package labs.rpc.once;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import labs.kit.Direction;
import labs.kit.Fault;
import labs.kit.FaultProxy;
import labs.kit.LabTest;
import labs.kit.Schedule;
import labs.kit.Seed;
import labs.rpc.client.Call;
import labs.rpc.client.Caller;
import labs.rpc.client.ClientOptions;
import labs.rpc.client.NotRunException;
import labs.rpc.client.OutcomeUnknownException;
import labs.rpc.client.XmlRpcClient;
import labs.rpc.dispatch.Dispatcher;
import labs.rpc.message.FaultCode;
import labs.rpc.message.FaultException;
import labs.rpc.server.ServerOptions;
import labs.rpc.server.XmlRpcServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(30)
final class AtMostOnceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** How often each transfer was applied. */
    private final Map<String, Integer> applied = new ConcurrentHashMap<>();

    private final AtomicInteger balance = new AtomicInteger(1_000);
    private final CountDownLatch gate = new CountDownLatch(1);
    private volatile ReplyCache replies = newCache();
    private volatile Runnable afterTransfer = () -> {};
    private Dispatcher dispatcher;
    private XmlRpcServer server;
    private FaultProxy network;
    private XmlRpcClient client;
    private OnceClient once;

    @BeforeEach
    void start() {
        dispatcher =
                new Dispatcher()
                        .register("transfer", (context, method, params) -> transfer(params))
                        .register("slow", (context, method, params) -> slow(params))
                        .register("fail", (context, method, params) -> fail(params));
        server =
                XmlRpcServer.start(
                        ServerOptions.defaults(),
                        (context, method, params) ->
                                new AtMostOnce(dispatcher, replies).call(context, method, params));
        network = FaultProxy.to(server.port());
        client = open(Duration.ofMillis(500));
        once = new OnceClient(client, PATIENCE);
    }

    @AfterEach
    void stop() {
        gate.countDown();
        client.close();
        network.close();
        server.close();
    }

    @Test
    void shouldNotTransferTwiceWhenTheReplyIsLost() {
        once.call("transfer", "warm up", 0);
        network.loseReplies(3);
        assertThat(once.call("transfer", "rent", 100))
                .as("the reply of the first run, whichever attempt brings it")
                .isEqualTo(900);
        assertThat(network.traffic().repliesLost()).isEqualTo(3);
        assertThat(applied.get("rent")).as("how often 100 were transferred").isEqualTo(1);
        assertThat(balance).hasValue(900);
    }

    @Test
    void shouldFindItsReplyAcrossAReconnect() throws Exception {
        once.call("transfer", "warm up", 0);
        CompletableFuture<Object> result = once.callAsync("slow", "rent", 100);
        await().until(() -> applied.containsKey("rent"));
        network.cut(); // the call runs on; its connection is gone
        await().until(() -> network.traffic().connections() >= 2);
        gate.countDown();
        assertThat(result.get(10, TimeUnit.SECONDS)).isEqualTo(900);
        assertThat(applied.get("rent")).isEqualTo(1);
    }

    @Test
    void shouldAnswerAFailedCallWithTheSameFaultAgain() {
        once.call("transfer", "warm up", 0);
        network.loseReplies(1);
        assertThatThrownBy(() -> once.call("fail", "rent"))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.code()).isEqualTo(42));
        assertThat(applied.get("rent")).as("how often the failing call ran").isEqualTo(1);
    }

    @Test
    void shouldNeitherLoseNorRepeatATransferInAStorm(@Seed long seed) throws Exception {
        int transfers = 200;
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        CompletableFuture<Void> storm = network.play(storm(seed));
        Queue<CompletableFuture<Object>> results = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < transfers; i++) {
            String reference = "transfer-" + i;
            results.add(
                    once.callAsync("transfer", reference, 1)
                            .whenComplete(
                                    (value, failure) -> {
                                        if (failure == null) {
                                            acknowledged.add(reference);
                                        }
                                    }));
            if (i % 20 == 19) {
                settle(results); // not all at once: some come after each fault
            }
        }
        storm.get(10, TimeUnit.SECONDS);
        settle(results);

        assertThat(applied.values()).as("no transfer is applied twice").containsOnly(1);
        assertThat(applied.keySet())
                .as("every transfer that was acknowledged is applied")
                .containsAll(acknowledged);
        assertThat(acknowledged)
                .as("the storm ends well before the client's patience")
                .hasSize(transfers);
        assertThat(balance).hasValue(1_000 - transfers);
    }

    private static Schedule storm(long seed) {
        return Schedule.random(
                seed,
                25,
                Duration.ofSeconds(2),
                new Fault.Cut(),
                new Fault.LoseReplies(5),
                new Fault.LoseReplies(2),
                new Fault.Refuse(),
                new Fault.BlackHole(Direction.TO_CLIENT),
                new Fault.BlackHole(Direction.TO_SERVER),
                new Fault.Delay(Duration.ofMillis(15)));
    }

    private static void settle(Queue<CompletableFuture<Object>> results) throws Exception {
        for (CompletableFuture<Object> next; (next = results.poll()) != null; ) {
            next.handle((value, failure) -> null).get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldGiveEachCallAnIdOfItsOwn() {
        for (int i = 1; i <= 50; i++) {
            assertThat(once.call("transfer", "rent " + i, 1)).isEqualTo(1_000 - i);
        }
        OnceClient another = new OnceClient(client, PATIENCE);
        assertThat(another.call("transfer", "another client", 1)).isEqualTo(949);
        assertThat(applied).hasSize(51);
    }

    @Test
    void shouldPassCallsWithoutAnIdAsTheyAre() {
        client.call("transfer", "plain", 1);
        client.call("transfer", "plain", 1);
        assertThat(applied.get("plain")).isEqualTo(2);
    }

    @Test
    void shouldSayThatItDoesNotKnowWhenTheServerForgot() {
        once.call("transfer", "warm up", 0);
        afterTransfer = () -> replies = newCache(); // a restart right after the transfer
        network.loseReplies(1);
        assertThatThrownBy(() -> once.call("transfer", "rent", 100))
                .as("the new server does not know the session: to run the call would be a guess")
                .isInstanceOf(OutcomeUnknownException.class);
        assertThat(applied.get("rent")).isEqualTo(1);
    }

    @Test
    void shouldOpenANewSessionWhenTheServerForgotTheOldOne() {
        once.call("transfer", "one", 1);
        replies = newCache(); // a restart between two calls: nothing is in doubt
        assertThat(once.call("transfer", "two", 1)).isEqualTo(998);
        assertThat(once.call("transfer", "three", 1)).isEqualTo(997);
        assertThat(applied.values()).containsOnly(1);
    }

    @Test
    void shouldGiveUpWhenItsPatienceIsOver() {
        OnceClient hasty = new OnceClient(client, Duration.ofSeconds(1));
        hasty.call("transfer", "warm up", 0);
        network.loseReplies(1_000_000);
        assertThatThrownBy(() -> hasty.call("transfer", "rent", 1))
                .isInstanceOf(OutcomeUnknownException.class);
        assertThat(applied.get("rent")).isEqualTo(1);
    }

    @Test
    void shouldSayThatNothingRanWhenNothingWasSent() {
        OnceClient hasty = new OnceClient(client, Duration.ofSeconds(1));
        hasty.call("transfer", "warm up", 0);
        network.refuse();
        network.cut();
        await().untilAsserted(
                        () ->
                                assertThatThrownBy(() -> hasty.call("transfer", "rent", 1))
                                        .isInstanceOf(NotRunException.class));
        assertThat(applied).doesNotContainKey("rent");
    }

    @Test
    void shouldFailAtOnceWhereTheServerKnowsNoIds() {
        try (XmlRpcServer plain = XmlRpcServer.start(ServerOptions.defaults(), dispatcher);
                XmlRpcClient direct = XmlRpcClient.to("127.0.0.1", plain.port())) {
            assertThatThrownBy(() -> new OnceClient(direct, PATIENCE).call("transfer", "rent", 1))
                    .isInstanceOfSatisfying(
                            FaultException.class,
                            e -> assertThat(e.code()).isEqualTo(FaultCode.METHOD_NOT_FOUND));
        }
        assertThat(applied).isEmpty();
    }

    @Test
    void shouldRefuseAnIdThatIsNoNumber() {
        String session = (String) client.call(Once.OPEN);
        Map<String, String> headers =
                Map.of(Once.SESSION_HEADER, session, Once.CALL_HEADER, "seven");
        Call call = new Call("transfer", java.util.List.of("rent", 1), headers, false);
        assertThatThrownBy(() -> Caller.await(client.send(call)))
                .isInstanceOfSatisfying(
                        FaultException.class,
                        e -> assertThat(e.code()).isEqualTo(FaultCode.INVALID_PARAMS));
        assertThat(applied).isEmpty();
    }

    private Object transfer(java.util.List<Object> params) {
        applied.merge((String) params.get(0), 1, Integer::sum);
        int left = balance.addAndGet(-(int) params.get(1));
        afterTransfer.run();
        return left;
    }

    private Object slow(java.util.List<Object> params) throws InterruptedException {
        Object left = transfer(params);
        gate.await();
        return left;
    }

    private Object fail(java.util.List<Object> params) {
        applied.merge((String) params.get(0), 1, Integer::sum);
        throw new FaultException(42, "no money");
    }

    private static ReplyCache newCache() {
        return new ReplyCache(new ReplyCache.Limits(100, 100, Duration.ofMinutes(10)));
    }

    private XmlRpcClient open(Duration callTimeout) {
        return XmlRpcClient.open(
                ClientOptions.to("127.0.0.1", network.port())
                        .callTimeout(callTimeout)
                        .maxConnections(8)
                        .build());
    }
}
