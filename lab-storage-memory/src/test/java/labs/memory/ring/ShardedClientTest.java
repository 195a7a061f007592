package labs.memory.ring;

import static labs.memory.ring.ClientOptions.OnDeath.FAIL;
import static labs.memory.ring.ClientOptions.OnDeath.NEXT_SERVER;
import static labs.memory.ring.ClientOptions.OnReturn.FLUSH;
import static labs.memory.ring.ClientOptions.OnReturn.KEEP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import labs.kit.LabTest;
import labs.memory.client.ServerRefusedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several servers and a client: who holds what, and what is done when one of them is dead. */
@LabTest
@Timeout(120)
final class ShardedClientTest {
    private final CachePool pool = new CachePool();

    @AfterEach
    void closePool() throws Exception {
        pool.close();
    }

    @Test
    void shouldFindAgainWhatItSetAndSpreadItOverAllServers() throws Exception {
        ShardedClient client = pool.client(FAIL, FLUSH);
        List<String> keys = IntStream.range(0, 300).mapToObj(i -> "k" + i).toList();
        for (String key : keys) {
            client.set(key, "value of " + key + " é\r\nEND", 0);
        }
        for (String key : keys) {
            assertThat(client.get(key)).contains("value of " + key + " é\r\nEND");
        }
        assertThat(IntStream.range(0, 3).mapToLong(i -> pool.server(i).cache().items()).sum())
                .isEqualTo(300);
        assertThat(IntStream.range(0, 3))
                .allSatisfy(i -> assertThat(pool.server(i).cache().items()).isGreaterThan(50));
    }

    @Test
    void shouldDeleteOnceAndThenFindNothing() throws Exception {
        ShardedClient client = pool.client(FAIL, FLUSH);
        client.set("k", "v", 0);
        assertThat(client.delete("k")).isTrue();
        assertThat(client.delete("k")).isFalse();
        assertThat(client.get("k")).isEmpty();
    }

    @Test
    void shouldFailForTheKeysOfADeadServerAloneIfToldSo() throws Exception {
        ShardedClient client = pool.client(FAIL, FLUSH);
        String lost = pool.keyOf(0, 1);
        String kept = pool.keyOf(1, 2);
        client.set(lost, "v", 0);
        client.set(kept, "v", 0);
        pool.kill(0);
        assertThatExceptionOfType(ServerDownException.class)
                .isThrownBy(() -> client.get(lost))
                .withMessageContaining(lost)
                .withMessageContaining("go to the database");
        assertThat(client.get(kept)).contains("v");
    }

    @Test
    void shouldAskTheNextServerOfTheRingForTheKeysOfADeadOne() throws Exception {
        ShardedClient client = pool.client(NEXT_SERVER, FLUSH);
        String key = pool.keyOf(0, 1);
        client.set(key, "old", 0);
        pool.kill(0);
        assertThat(client.get(key)).as("the next server never had it").isEmpty();
        client.set(key, "new", 0);
        assertThat(client.get(key)).contains("new");
        assertThat(pool.server(1).cache().items()).isEqualTo(1);
    }

    @Test
    void shouldFailWhenNoServerIsLeft() throws Exception {
        ShardedClient client = pool.client(NEXT_SERVER, FLUSH);
        IntStream.range(0, 3).forEach(pool::kill);
        assertThatExceptionOfType(ServerDownException.class)
                .isThrownBy(() -> client.set("k", "v", 0))
                .satisfies(
                        e ->
                                assertThat(e.getCause().getSuppressed())
                                        .as("what the other two said")
                                        .hasSize(2));
    }

    @Test
    void shouldLeaveADeadServerAloneForAWhileAndThenUseItAgain() throws Exception {
        ShardedClient client = pool.client(NEXT_SERVER, KEEP);
        String key = pool.keyOf(0, 1);
        pool.cutOff(0);
        client.set(key, "at the next", 0);
        pool.reconnect(0);
        client.set(key, "at home", 0);
        assertThat(pool.server(0).cache().items()).as("items of the server that is back").isOne();

        pool.cutOff(0);
        assertThat(client.get(key)).contains("at the next");
        pool.heal(0); // it can be reached, and has "at home", but it is too early
        assertThat(client.get(key)).as("asked again too early").contains("at the next");
        pool.passRetry();
        assertThat(client.get(key)).contains("at home");
    }

    @Test
    void shouldReturnEmptyWhenADeadServerWasStartedAnew() throws Exception {
        ShardedClient client = pool.client(FAIL, KEEP);
        String key = pool.keyOf(0, 1);
        client.set(key, "v", 0);
        pool.kill(0);
        assertThatExceptionOfType(ServerDownException.class).isThrownBy(() -> client.get(key));
        pool.restart(0);
        assertThat(client.get(key)).as("its memory is gone, so nothing is stale").isEmpty();
    }

    @Test
    void shouldGiveUpOnAServerThatNeverAnswers() throws Exception {
        try (var silent =
                new java.net.ServerSocket(0, 10, java.net.InetAddress.getLoopbackAddress())) {
            var server =
                    new RingServer("127.0.0.1", "localhost", "127.0.0.1", silent.getLocalPort(), 1);
            ClientOptions options = ClientOptions.defaults().patience(Duration.ofMillis(50));
            Placement alone = RingFormat.LIBMEMCACHED_KETAMA.place(List.of(server));
            try (var client = new ShardedClient(alone, options, new Generations())) {
                assertThatExceptionOfType(ServerDownException.class)
                        .isThrownBy(() -> client.get("k"));
            }
        }
    }

    @Test
    void shouldNotTakeARefusedValueForADeadServer() throws Exception {
        ShardedClient client = pool.client(FAIL, FLUSH);
        assertThatExceptionOfType(ServerRefusedException.class)
                .isThrownBy(() -> client.set("k", "x".repeat(1 << 21), 0))
                .withMessageContaining("too large");
        client.set("k", "small", 0);
        assertThat(client.get("k")).contains("small");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\r\nflush_all", "a\u007f", "a\u0000"})
    void shouldSendNothingOfAKeyThatWouldBeAnotherCommand(String key) {
        ShardedClient client = pool.client(NEXT_SERVER, FLUSH);
        assertThatIllegalArgumentException().isThrownBy(() -> client.get(key));
        assertThatIllegalArgumentException().isThrownBy(() -> client.set(key, "v", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> client.delete(key));
        assertThatIllegalArgumentException().isThrownBy(() -> client.get("é".repeat(126)));
    }
}
