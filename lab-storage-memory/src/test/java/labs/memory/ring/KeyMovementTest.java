package labs.memory.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import labs.kit.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How many keys move when a server comes or goes; the fewest possible is one share. */
@LabTest
@Timeout(60)
final class KeyMovementTest {
    private static final List<String> KEYS =
            IntStream.range(0, 20_000).mapToObj(i -> "user:" + i).toList();

    private static List<RingServer> servers(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "10.0.0." + i)
                .map(address -> new RingServer(address, address, address, 11311, 1))
                .toList();
    }

    private static KeyMovement whenOneComes(RingFormat format) {
        return KeyMovement.between(format.place(servers(9)), format.place(servers(10)), KEYS);
    }

    private static KeyMovement whenOneOfTheMiddleGoes(RingFormat format) {
        List<RingServer> fewer = new ArrayList<>(servers(10));
        fewer.remove(4);
        return KeyMovement.between(format.place(servers(10)), format.place(fewer), KEYS);
    }

    @ParameterizedTest
    @EnumSource(names = {"SPYMEMCACHED_DEFAULT", "LIBMEMCACHED_DEFAULT"})
    void shouldMoveNearlyAllKeysWithAModulo(RingFormat format) {
        assertThat(whenOneComes(format).share()).isBetween(0.85, 0.95); // 9 of 10
        assertThat(whenOneOfTheMiddleGoes(format).share()).isBetween(0.85, 0.95);
    }

    @ParameterizedTest
    @CsvSource({
        "SPYMEMCACHED_KETAMA, 0.06, 0.14",
        "LIBMEMCACHED_KETAMA, 0.05, 0.15",
        "XMEMCACHED_ELECTION, 0.08, 0.12",
        "RENDEZVOUS, 0.09, 0.11",
        "JUMP, 0.09, 0.11"
    })
    void shouldMoveOneShareToAServerThatComes(RingFormat format, double least, double most) {
        KeyMovement movement = whenOneComes(format);
        assertThat(movement.share()).as("a tenth is the fewest").isBetween(least, most);
        assertThat(movement.needless()).as("keys moved between servers that stay").isZero();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "SPYMEMCACHED_KETAMA",
                "LIBMEMCACHED_KETAMA",
                "XMEMCACHED_ELECTION",
                "RENDEZVOUS"
            })
    void shouldMoveOnlyTheKeysOfAServerThatGoes(RingFormat format) {
        KeyMovement movement = whenOneOfTheMiddleGoes(format);
        assertThat(movement.share()).isBetween(0.05, 0.15);
        assertThat(movement.needless()).isZero();
    }

    @Test
    void shouldMoveKeysNeedlesslyWithJumpHashWhenNotTheLastServerGoes() {
        KeyMovement movement = whenOneOfTheMiddleGoes(RingFormat.JUMP);
        assertThat(movement.share())
                .as("servers are numbers: all behind it shift")
                .isGreaterThan(0.4);
        assertThat(movement.needless()).isPositive();
    }

    @Test
    void shouldSpreadKeysWithJumpAndRendezvousMoreEvenlyThanOnARing() {
        assertThat(spread(RingFormat.JUMP)).isLessThan(1.1);
        assertThat(spread(RingFormat.RENDEZVOUS)).isLessThan(1.1);
        assertThat(spread(RingFormat.SPYMEMCACHED_KETAMA)).isBetween(1.02, 1.4);
    }

    /** The most that one server holds, divided by the mean. */
    private static double spread(RingFormat format) {
        var load = KeyMovement.load(format.place(servers(10)), KEYS).values();
        return load.stream().mapToInt(Integer::intValue).max().orElseThrow() * 10.0 / KEYS.size();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 0",
        "42, 57, 43",
        "3735883980, 1, 0",
        "3735883980, 666, 361",
        "256, 1024, 520"
    })
    void shouldJumpToTheBucketsThatOtherProgramsJumpTo(long key, int buckets, int bucket) {
        assertThat(JumpHash.bucket(key, buckets)).isEqualTo(bucket);
    }

    @Test
    void shouldNotMoveAnythingWhenNothingChanges() {
        Placement placement = RingFormat.SPYMEMCACHED_KETAMA.place(servers(3));
        assertThat(KeyMovement.between(placement, placement, KEYS))
                .isEqualTo(new KeyMovement(KEYS.size(), 0, 0));
        assertThat(KeyMovement.between(placement, placement, List.of()).share()).isZero();
    }
}
