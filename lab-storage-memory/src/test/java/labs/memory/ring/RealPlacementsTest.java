package labs.memory.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import labs.kit.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each format puts each key where the real client put it. */
@LabTest
@Timeout(30)
final class RealPlacementsTest {
    private static final String ADDRESS = "127.0.0.1";

    private record Setting(RingFormat format, String given) {}

    private static final Map<String, Setting> CLIENTS =
            Map.ofEntries(
                    client("spymemcached 2.12.3 default", RingFormat.SPYMEMCACHED_DEFAULT),
                    client(
                            "spymemcached 2.12.3 CONSISTENT + KETAMA_HASH (builder),"
                                    + " servers as 127.0.0.1",
                            RingFormat.SPYMEMCACHED_KETAMA),
                    client(
                            "spymemcached CONSISTENT, hash left at its default",
                            RingFormat.SPYMEMCACHED_CONSISTENT_NATIVE),
                    client(
                            "spymemcached KetamaNodeLocator Format.LIBMEMCACHED",
                            RingFormat.SPYMEMCACHED_LIBMEMCACHED),
                    Map.entry(
                            "same, servers as localhost",
                            new Setting(RingFormat.SPYMEMCACHED_KETAMA, "localhost")),
                    client("xmemcached 2.4.9 default", RingFormat.XMEMCACHED_DEFAULT),
                    client(
                            "xmemcached KetamaMemcachedSessionLocator, servers as 127.0.0.1",
                            RingFormat.XMEMCACHED_KETAMA),
                    client(
                            "xmemcached KetamaMemcachedSessionLocator(KETAMA_HASH, true)",
                            RingFormat.XMEMCACHED_NGINX),
                    client(
                            "xmemcached LibmemcachedMemcachedSessionLocator",
                            RingFormat.XMEMCACHED_LIBMEMCACHED),
                    client(
                            "xmemcached ElectionMemcachedSessionLocator",
                            RingFormat.XMEMCACHED_ELECTION),
                    client("libmemcached 1.1.4 default", RingFormat.LIBMEMCACHED_DEFAULT),
                    client("libmemcached DISTRIBUTION_CONSISTENT", RingFormat.LIBMEMCACHED_KETAMA),
                    client("libmemcached BEHAVIOR_KETAMA", RingFormat.LIBMEMCACHED_KETAMA),
                    client(
                            "libmemcached BEHAVIOR_KETAMA_WEIGHTED",
                            RingFormat.LIBMEMCACHED_KETAMA_WEIGHTED));

    private static Map.Entry<String, Setting> client(String name, RingFormat format) {
        return Map.entry(name, new Setting(format, ADDRESS));
    }

    static Stream<Arguments> clientsWithServers() {
        return RealPlacements.clients().stream()
                .flatMap(client -> Stream.of(Arguments.of(client, 3), Arguments.of(client, 5)));
    }

    @ParameterizedTest
    @MethodSource("clientsWithServers")
    void shouldPlaceEachKeyWhereTheClientDoes(String client, int count) {
        Setting setting = CLIENTS.get(client);
        List<RingServer> servers = RealPlacements.servers(count, setting.given());
        Placement placement = setting.format().place(servers);
        assertThat(RealPlacements.keys())
                .as("servers by %s, as %s", setting.format(), client)
                .extracting(key -> servers.indexOf(placement.server(key)))
                .isEqualTo(RealPlacements.of(client, count));
    }

    @Test
    void shouldKnowEveryClientOfTheFile() {
        assertThat(RealPlacements.clients()).hasSize(14).containsAll(CLIENTS.keySet());
    }

    @Test
    void shouldMissMostKeysOfAClientWithAnotherFormat() {
        List<RingServer> servers = RealPlacements.servers(5, ADDRESS);
        Placement spy = RingFormat.SPYMEMCACHED_LIBMEMCACHED.place(servers);
        Placement lib = RingFormat.LIBMEMCACHED_KETAMA_WEIGHTED.place(servers);
        long same =
                RealPlacements.keys().stream()
                        .filter(key -> spy.server(key).equals(lib.server(key)))
                        .count();
        assertThat(same).as("keys of 100 that both look for at the same server").isLessThan(50);
    }
}
