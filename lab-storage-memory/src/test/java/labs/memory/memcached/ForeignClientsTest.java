package labs.memory.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import com.spotify.folsom.AsciiMemcacheClient;
import com.spotify.folsom.BinaryMemcacheClient;
import com.spotify.folsom.GetResult;
import com.spotify.folsom.MemcacheClientBuilder;
import com.spotify.folsom.MemcacheStatus;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import labs.kit.LabTest;
import net.rubyeye.xmemcached.XMemcachedClientBuilder;
import net.rubyeye.xmemcached.command.BinaryCommandFactory;
import net.spy.memcached.BinaryConnectionFactory;
import net.spy.memcached.CASResponse;
import net.spy.memcached.ConnectionFactory;
import net.spy.memcached.DefaultConnectionFactory;
import net.spy.memcached.MemcachedClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that know nothing of us, in both protocols. */
@LabTest
@Timeout(60)
final class ForeignClientsTest {
    private final MemcachedServer server = MemcachedServer.start(ServerOptions.defaults());
    private final InetSocketAddress address = new InetSocketAddress("127.0.0.1", server.port());

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest(name = "binary: {0}")
    @ValueSource(booleans = {false, true})
    void shouldServeSpymemcached(boolean binary) throws Exception {
        ConnectionFactory factory =
                binary ? new BinaryConnectionFactory() : new DefaultConnectionFactory();
        MemcachedClient client = new MemcachedClient(factory, List.of(address));
        try {
            assertThat(client.set("k", 0, "value").get()).isTrue();
            assertThat(client.get("k")).isEqualTo("value");
            assertThat(client.add("k", 0, "other").get()).isFalse();
            assertThat(client.append("k", " and more").get()).isTrue();
            assertThat(client.get("k")).isEqualTo("value and more");
            assertThat(client.cas("k", client.gets("k").getCas(), "new")).isEqualTo(CASResponse.OK);
            assertThat(client.cas("k", 12_345_678, "no")).isEqualTo(CASResponse.EXISTS);
            assertThat(client.incr("n", 5, 41)).isEqualTo(41);
            assertThat(client.incr("n", 1)).isEqualTo(42);
            assertThat(client.decr("n", 50)).isZero();
            client.set("m", 0, "second").get();
            assertThat(client.getBulk("k", "m", "none"))
                    .containsExactlyInAnyOrderEntriesOf(Map.of("k", "new", "m", "second"));
            assertThat(client.touch("m", 100).get()).isTrue();
            assertThat(client.delete("k").get()).isTrue();
            assertThat(client.get("k")).isNull();
            assertThat(client.getStats().values().iterator().next()).containsKey("curr_items");
            assertThat(client.flush().get()).isTrue();
            assertThat(client.get("m")).isNull();
        } finally {
            client.shutdown(5, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest(name = "binary: {0}")
    @ValueSource(booleans = {false, true})
    void shouldServeXmemcached(boolean binary) throws Exception {
        XMemcachedClientBuilder builder = new XMemcachedClientBuilder(List.of(address));
        if (binary) {
            builder.setCommandFactory(new BinaryCommandFactory());
        }
        var client = builder.build();
        try {
            assertThat(client.set("k", 0, "value")).isTrue();
            assertThat(client.<String>get("k")).isEqualTo("value");
            long cas = client.<String>gets("k").getCas();
            assertThat(client.cas("k", 0, "new", cas)).isTrue();
            assertThat(client.cas("k", 0, "no", cas)).isFalse();
            assertThat(client.incr("n", 5, 7)).isEqualTo(7);
            assertThat(client.incr("n", 5, 7)).isEqualTo(12);
            assertThat(client.<String>get(List.of("k", "none"))).containsOnlyKeys("k");
            assertThat(client.touch("k", 100)).isTrue();
            assertThat(client.delete("k")).isTrue();
            assertThat(client.<String>get("k")).isNull();
        } finally {
            client.shutdown();
        }
    }

    @Test
    void shouldServeFolsom() throws Exception {
        AsciiMemcacheClient<String> text =
                MemcacheClientBuilder.newStringClient()
                        .withAddress("127.0.0.1", server.port())
                        .connectAscii();
        BinaryMemcacheClient<String> binary =
                MemcacheClientBuilder.newStringClient()
                        .withAddress("127.0.0.1", server.port())
                        .connectBinary();
        text.awaitConnected(20, TimeUnit.SECONDS);
        binary.awaitConnected(20, TimeUnit.SECONDS);
        try {
            assertThat(text.set("k", "value", 0).toCompletableFuture().get())
                    .isEqualTo(MemcacheStatus.OK);
            GetResult<String> found = binary.casGet("k").toCompletableFuture().get();
            assertThat(found.getValue()).isEqualTo("value");
            assertThat(binary.set("k", "new", 0, found.getCas()).toCompletableFuture().get())
                    .isEqualTo(MemcacheStatus.OK);
            assertThat(text.get("k").toCompletableFuture().get()).isEqualTo("new");
            List<String> keys = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                keys.add("key-" + i);
                text.set("key-" + i, "value-" + i, 0).toCompletableFuture().get();
            }
            assertThat(binary.get(keys.subList(0, 100)).toCompletableFuture().get())
                    .contains("value-0", "value-99");
            assertThat(text.get(keys).toCompletableFuture().get()).contains("value-0", "value-299");
        } finally {
            text.shutdown();
            binary.shutdown();
            text.awaitDisconnected(20, TimeUnit.SECONDS);
            binary.awaitDisconnected(20, TimeUnit.SECONDS);
        }
    }
}
