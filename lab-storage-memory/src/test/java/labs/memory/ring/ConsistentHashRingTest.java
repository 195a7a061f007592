package labs.memory.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import labs.kit.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@LabTest
@Timeout(30)
final class ConsistentHashRingTest {
    private static final List<String> KEYS =
            IntStream.range(0, 30_000).mapToObj(i -> "key:" + i).toList();

    private static List<RingServer> servers(int... weights) {
        List<RingServer> servers = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            String address = "10.0.0." + (i + 1);
            servers.add(new RingServer(address, address, address, 11311, weights[i]));
        }
        return servers;
    }

    @ParameterizedTest
    @EnumSource(RingFormat.class)
    void shouldRefuseToPlaceKeysOnNoServers(RingFormat format) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> format.place(List.of()))
                .withMessageContaining("at least one");
    }

    @ParameterizedTest
    @EnumSource(RingFormat.class)
    void shouldPreferEachServerOnceAndTheOwnerFirst(RingFormat format) {
        Placement placement = format.place(servers(1, 1, 1, 1));
        for (String key : KEYS.subList(0, 500)) {
            assertThat(placement.preference(key))
                    .as("the preference of %s", key)
                    .containsExactlyInAnyOrderElementsOf(placement.servers())
                    .startsWith(placement.server(key));
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "SPYMEMCACHED_KETAMA",
                "XMEMCACHED_KETAMA",
                "XMEMCACHED_ELECTION",
                "LIBMEMCACHED_KETAMA",
                "LIBMEMCACHED_KETAMA_WEIGHTED",
                "RENDEZVOUS"
            })
    void shouldPlaceAlikeInWhateverOrderTheServersAreNamed(RingFormat format, Random random) {
        List<RingServer> shuffled = new ArrayList<>(servers(1, 1, 1, 1, 1));
        Collections.shuffle(shuffled, random);
        Placement placement = format.place(servers(1, 1, 1, 1, 1));
        Placement other = format.place(shuffled);
        assertThat(KEYS.subList(0, 500))
                .allSatisfy(key -> assertThat(other.server(key)).isEqualTo(placement.server(key)));
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "SPYMEMCACHED_KETAMA",
                "XMEMCACHED_NGINX",
                "LIBMEMCACHED_KETAMA_WEIGHTED",
                "RENDEZVOUS"
            })
    void shouldGiveAServerOfThriceTheWeightAboutThriceTheKeys(RingFormat format) {
        List<RingServer> servers = servers(1, 3, 1);
        int heavy = KeyMovement.load(format.place(servers), KEYS).get(servers.get(1));
        assertThat((double) heavy / KEYS.size())
                .as("the share of the server with three fifths of the weight")
                .isBetween(0.5, 0.7);
    }

    @Test
    void shouldSplitByWeightWithRendezvousMoreEvenlyThanAnyRing() {
        List<RingServer> servers = servers(1, 2);
        int heavy =
                KeyMovement.load(RingFormat.RENDEZVOUS.place(servers), KEYS).get(servers.get(1));
        assertThat((double) heavy / KEYS.size()).isBetween(0.65, 0.68);
    }

    @Test
    void shouldIgnoreWeightsWhereTheClientDoes() {
        List<RingServer> light = servers(1, 1, 1);
        List<RingServer> heavy = servers(1, 9, 1);
        Placement one = RingFormat.LIBMEMCACHED_KETAMA.place(light);
        Placement other = RingFormat.LIBMEMCACHED_KETAMA.place(heavy);
        assertThat(KEYS.subList(0, 500))
                .allSatisfy(
                        key ->
                                assertThat(light.indexOf(one.server(key)))
                                        .isEqualTo(heavy.indexOf(other.server(key))));
    }

    @Test
    void shouldHaveAsManyPointsAsTheWeightsShareOf160Each() {
        assertThat(PointCount.SHARE.of(servers(1, 1, 1).get(0), servers(1, 1, 1))).isEqualTo(160);
        List<RingServer> uneven = servers(1, 2, 4);
        assertThat(uneven)
                .extracting(server -> PointCount.SHARE.of(server, uneven))
                .as("points by whole digests of four, of 480")
                .containsExactly(68, 136, 272);
        assertThat(uneven)
                .extracting(server -> PointCount.TIMES_WEIGHT.of(server, uneven))
                .containsExactly(160, 320, 640);
    }

    @Test
    void shouldLeaveTheDefaultPortOutOfTheNameWhereTheClientDoes() {
        var server = new RingServer("cache-1", "cache-1.local", "10.0.0.7", 11211, 1);
        assertThat(ServerName.values())
                .extracting(name -> name.of(server))
                .containsExactly(
                        "cache-1/10.0.0.7:11211",
                        "cache-1.local/10.0.0.7:11211",
                        "cache-1.local",
                        "10.0.0.7",
                        "cache-1");
    }

    @Test
    void shouldGoOnAtTheBeginOfTheCircleBehindTheLastPoint() {
        List<RingServer> servers = servers(1, 1);
        var ring =
                new ConsistentHashRing(
                        servers, ServerName.GIVEN, PointCount.HUNDRED, KeyHash.NATIVE);
        // similar names have hashes close to each other, so most keys lie before or behind them all
        List<Long> points =
                servers.stream()
                        .flatMap(server -> IntStream.range(0, 100).mapToObj(i -> server + "-" + i))
                        .map(KeyHash.NATIVE::of)
                        .toList();
        assertThat(ring.server(keyWith(hash -> hash > Collections.max(points))))
                .as("the server behind the circle's end is the one at its begin")
                .isEqualTo(ring.server(keyWith(hash -> hash < Collections.min(points))));
        assertThat(ring.points()).isEqualTo(200);
    }

    private static String keyWith(LongPredicate hash) {
        return IntStream.range(0, 1_000_000)
                .mapToObj(i -> "key" + i * 7919)
                .filter(key -> hash.test(KeyHash.NATIVE.of(key)))
                .findFirst()
                .orElseThrow();
    }
}
