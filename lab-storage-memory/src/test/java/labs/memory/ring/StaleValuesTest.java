package labs.memory.ring;

import static labs.memory.ring.ClientOptions.OnDeath.FAIL;
import static labs.memory.ring.ClientOptions.OnDeath.NEXT_SERVER;
import static labs.memory.ring.ClientOptions.OnReturn.FLUSH;
import static labs.memory.ring.ClientOptions.OnReturn.KEEP;
import static labs.memory.ring.ClientOptions.OnReturn.NEW_GENERATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import labs.cluster.memcached.Memcached;
import labs.kit.FaultProxy;
import labs.kit.LabTest;
import labs.memory.ring.ClientOptions.OnDeath;
import labs.memory.ring.ClientOptions.OnReturn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Why old values come back. A server that is only out of reach keeps all that it holds; what was
 * changed meanwhile it does not know.
 */
@LabTest
@Timeout(120)
final class StaleValuesTest {
    private final CachePool pool = new CachePool();
    private final String key = pool.keyOf(0, 1);

    @AfterEach
    void closePool() throws Exception {
        pool.close();
    }

    @Test
    void shouldReadTheOldValueWhenItsServerReturnsAsItWas() throws Exception {
        ShardedClient client = pool.client(NEXT_SERVER, KEEP);
        changeWhileCutOff(client);
        assertThat(client.get(key)).as("stale").contains("old");
    }

    @ParameterizedTest
    @EnumSource(names = {"FLUSH", "NEW_GENERATION"})
    void shouldNotReadTheOldValueWhenItsServerForgotIt(OnReturn onReturn) throws Exception {
        ShardedClient client = pool.client(NEXT_SERVER, onReturn);
        changeWhileCutOff(client);
        assertThat(client.get(key)).as("a miss: the database is asked").isEmpty();
    }

    private void changeWhileCutOff(ShardedClient client) throws Exception {
        client.set(key, "old", 0);
        pool.cutOff(0);
        client.set(key, "new", 0);
        assertThat(client.get(key)).contains("new");
        pool.reconnect(0);
    }

    @Test
    void shouldReadTheOldValueWhenADeleteFoundTheServerDead() throws Exception {
        ShardedClient client = pool.client(FAIL, KEEP);
        deleteWhileCutOff(client);
        assertThat(client.get(key)).as("stale, though it was deleted").contains("old");
    }

    @ParameterizedTest
    @EnumSource(names = {"FLUSH", "NEW_GENERATION"})
    void shouldForgetWhatCouldNotBeDeleted(OnReturn onReturn) throws Exception {
        ShardedClient client = pool.client(FAIL, onReturn);
        deleteWhileCutOff(client);
        assertThat(client.get(key)).isEmpty();
    }

    private void deleteWhileCutOff(ShardedClient client) throws Exception {
        client.set(key, "old", 0);
        pool.cutOff(0);
        assertThatExceptionOfType(ServerDownException.class).isThrownBy(() -> client.delete(key));
        pool.reconnect(0);
    }

    /** The server that stood in keeps its copies; a flush of the other one does not reach them. */
    @Test
    void shouldReadAnOldCopyOfTheNextServerWhenAServerDiesTwice() throws Exception {
        ShardedClient client = pool.client(NEXT_SERVER, FLUSH);
        dieTwice(client);
        assertThat(client.get(key)).as("stale, from the first outage").contains("of the outage");
    }

    @Test
    void shouldNotReadAnOldCopyOfTheNextServerWhenItsNameIsOfAnotherGeneration() throws Exception {
        ShardedClient client = pool.client(NEXT_SERVER, NEW_GENERATION);
        dieTwice(client);
        assertThat(client.get(key)).isEmpty();
    }

    private void dieTwice(ShardedClient client) throws Exception {
        pool.cutOff(0);
        client.set(key, "of the outage", 0);
        pool.reconnect(0);
        client.set(key, "newer", 0);
        assertThat(client.get(key)).contains("newer");
        pool.cutOff(0);
    }

    /** Its names hold the generation of the second server, too. */
    @Test
    void shouldNotReadAnOldCopyWhenTheServerThatStoodInIsCutOffToo() throws Exception {
        ShardedClient client = pool.client(NEXT_SERVER, NEW_GENERATION);
        pool.cutOff(0);
        client.set(key, "at the second", 0);
        pool.cutOff(1);
        client.set(key, "at the third", 0);
        pool.reconnect(1);
        assertThat(client.get(key)).as("not what the second held before").isEmpty();
        client.set(key, "at the second again", 0);
        pool.cutOff(1);
        assertThat(client.get(key)).as("not what the third holds from before").isEmpty();
    }

    /** As memcached -F refuses it. */
    @Test
    @Tag("native")
    void shouldNotTakeAServerBackThatRefusesToFlush() throws Exception {
        assumeTrue(
                Memcached.program().isPresent(), "memcached is missing: apt-get install memcached");
        try (var real = Memcached.start(1, "-F");
                var proxy = FaultProxy.to(port(real))) {
            var server = new RingServer("127.0.0.1", "localhost", "127.0.0.1", proxy.port(), 1);
            ClientOptions options = ClientOptions.defaults().patience(Duration.ofSeconds(10));
            Placement alone = RingFormat.LIBMEMCACHED_KETAMA.place(List.of(server));
            try (var client =
                    new ShardedClient(
                            alone, options.retryAfter(Duration.ZERO), new Generations())) {
                client.set(key, "old", 0);
                proxy.cut();
                assertThatExceptionOfType(ServerDownException.class)
                        .isThrownBy(() -> client.get(key));
                for (int i = 0; i < 2; i++) {
                    assertThatExceptionOfType(ServerDownException.class)
                            .isThrownBy(() -> client.get(key))
                            .withMessageContaining("refused flush_all");
                }
            }
        }
    }

    private static int port(Memcached memcached) {
        return Integer.parseInt(memcached.addresses().get(0).split(":")[1]);
    }

    /** Cut off from one client only: no server returns, so nothing is ever flushed. */
    @Test
    void shouldReadAnOldValueWhenAnotherClientTakesTheServerForDead() throws Exception {
        assertThat(readBySecondClient(NEXT_SERVER, FLUSH, new Generations(), new Generations()))
                .as("stale: the first client changed it at the next server")
                .isEqualTo("old");
    }

    @Test
    void shouldNotReadAnOldValueWhenBothClientsShareTheGenerations() throws Exception {
        var shared = new Generations();
        assertThat(readBySecondClient(NEXT_SERVER, NEW_GENERATION, shared, shared))
                .isEqualTo("nothing");
    }

    @Test
    void shouldReadAnOldValueWhenEachClientHasGenerationsOfItsOwn() throws Exception {
        assertThat(
                        readBySecondClient(
                                NEXT_SERVER, NEW_GENERATION, new Generations(), new Generations()))
                .isEqualTo("old");
    }

    /** What the second reads after the first, which alone lost the server, has changed it. */
    private String readBySecondClient(
            OnDeath onDeath, OnReturn onReturn, Generations first, Generations second)
            throws Exception {
        ShardedClient cutOff = pool.client(onDeath, onReturn, first);
        ShardedClient connected = pool.client(onDeath, onReturn, second);
        connected.set(key, "old", 0);
        pool.refuseNewConnections(0); // the second is connected already
        cutOff.set(key, "new", 0);
        return connected.get(key).orElse("nothing");
    }
}
