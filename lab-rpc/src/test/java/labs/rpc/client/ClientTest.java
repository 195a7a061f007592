package labs.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import labs.kit.FaultProxy;
import labs.kit.LabTest;
import labs.rpc.message.FaultCode;
import labs.rpc.message.FaultException;
import labs.rpc.value.BadValueException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(20)
final class ClientTest {
    private BankServer server;
    private FaultProxy network;
    private XmlRpcClient client;
    private Bank bank;

    @BeforeEach
    void start() {
        server = new BankServer();
        network = FaultProxy.to(server.port());
        client =
                XmlRpcClient.open(
                        ClientOptions.to("127.0.0.1", network.port()).maxConnections(4).build());
        bank = client.proxy("bank", Bank.class);
    }

    @AfterEach
    void stop() {
        client.close();
        network.close();
        server.close();
    }

    @Test
    void shouldCallAMethodByItsName() {
        assertThat(client.call("echo", "hello")).isEqualTo("hello");
        assertThat(client.call("echo", new Object[] {null})).isNull();
    }

    @Test
    void shouldCallThroughAJavaInterface() {
        assertThat(bank.balance("ann")).isEqualTo(5_000_000_000L);
        assertThat(bank.balance("bob"))
                .as("the server sends a small long as it likes; the proxy makes it a long")
                .isEqualTo(7L);
        assertThat(bank.transfer("ann", "bob", 93)).isEqualTo(4_999_999_907L);
    }

    @Test
    void shouldCarryRecordsListsAndMaps() {
        Bank.Entry entry = new Bank.Entry("ann", "bob", 3);
        assertThat(bank.echo(entry)).isEqualTo(entry);
        bank.transfer("ann", "bob", 3);
        assertThat(bank.entries("bob"))
                .as("the elements of a List<Entry> must be Entries, not Maps")
                .containsExactly(entry);
        assertThat(bank.balances()).containsEntry("bob", 10L);
    }

    @Test
    void shouldGiveNullForAVoidMethod() {
        bank.close("bob");
        assertThat(bank.balances()).doesNotContainKey("bob");
    }

    @Test
    void shouldReturnFuturesWhereTheInterfaceDeclaresThem() throws Exception {
        Bank.Async async = client.proxy("bank", Bank.Async.class);
        assertThat(async.balance("bob").get(5, TimeUnit.SECONDS)).isEqualTo(7L);
        async.transfer("ann", "bob", 1).get(5, TimeUnit.SECONDS);
        assertThat(async.entries("bob").get(5, TimeUnit.SECONDS))
                .containsExactly(new Bank.Entry("ann", "bob", 1));
        assertThat(async.close("bob").get(5, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void shouldThrowTheFaultOfTheServer() {
        assertThatThrownBy(() -> bank.fail("no such account"))
                .isInstanceOfSatisfying(
                        FaultException.class, fault -> assertThat(fault.code()).isEqualTo(42))
                .hasMessage("no such account");
        assertThatThrownBy(() -> client.call("no.such.method"))
                .isInstanceOfSatisfying(
                        FaultException.class,
                        fault -> assertThat(fault.code()).isEqualTo(FaultCode.METHOD_NOT_FOUND));
    }

    @Test
    void shouldFailAFutureWithTheFaultOfTheServer() {
        assertThat(client.callAsync("no.such.method"))
                .failsWithin(5, TimeUnit.SECONDS)
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .withCauseInstanceOf(FaultException.class);
    }

    @Test
    void shouldSayThatAResultDoesNotFitTheInterface() {
        interface Wrong {
            int balance(String account);
        }
        assertThatThrownBy(() -> client.proxy("bank", Wrong.class).balance("ann"))
                .as("5,000,000,000 does not fit an int, and must not be cut to one")
                .isInstanceOf(BadValueException.class);
    }

    @Test
    void shouldAnswerObjectMethodsWithoutCallingTheServer() {
        Bank same = bank;
        assertThat(bank.equals(same)).isTrue();
        assertThat(bank.equals(client.proxy("bank", Bank.class))).isFalse();
        assertThat(bank.hashCode()).isEqualTo(same.hashCode());
        assertThat(bank.toString()).contains("bank");
        assertThat(server.calls()).isZero();
    }

    @Test
    void shouldRunDefaultMethodsOnThisSide() {
        assertThat(bank.total("ann", "bob")).isEqualTo(5_000_000_007L);
        assertThat(server.calls()).isEqualTo(2);
    }

    @Test
    void shouldUseOneConnectionForCallsInARow() {
        for (int i = 0; i < 20; i++) {
            client.call("echo", i);
        }
        assertThat(network.traffic().connections())
                .as("connections opened for 20 calls, one after the other")
                .isEqualTo(1);
    }

    @Test
    void shouldCarryManyCallsAtOnceOverFewConnections() throws Exception {
        List<CompletableFuture<Object>> results = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            results.add(client.callAsync("echo", i));
        }
        for (int i = 0; i < results.size(); i++) {
            assertThat(results.get(i).get(10, TimeUnit.SECONDS))
                    .as("each call must get the response to its own request")
                    .isEqualTo(i);
        }
        assertThat(network.traffic().connections())
                .as("connections open at once; maxConnections is 4")
                .isLessThanOrEqualTo(4);
        assertThat(server.calls()).isEqualTo(500);
    }

    @Test
    void shouldServeManyThreads() throws Exception {
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
        for (int t = 0; t < 16; t++) {
            int mine = t * 1_000;
            Thread thread = new Thread(() -> echo(mine), "caller-" + t);
            thread.setUncaughtExceptionHandler((who, failure) -> failures.add(failure));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        assertThat(server.calls()).isEqualTo(16 * 50);
    }

    private void echo(int from) {
        for (int i = from; i < from + 50; i++) {
            assertThat(client.call("echo", i)).isEqualTo(i);
        }
    }

    @Test
    void shouldRefuseToBlockAnIoThread() {
        CompletableFuture<Object> nested =
                client.callAsync("slow.wait").thenApply(through -> client.call("echo", 1));
        server.openGate();
        assertThat(nested)
                .as("a blocking call on the thread that is to receive its response")
                .failsWithin(5, TimeUnit.SECONDS)
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .withCauseInstanceOf(IllegalStateException.class);
    }
}
