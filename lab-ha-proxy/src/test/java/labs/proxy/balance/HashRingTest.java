package labs.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class HashRingTest {
    private static final int KEYS = 20_000;
    private static final String FIVE = "a=20, b=20, c=20, d=20, e=20";

    private final Balancer ring = new HashRing();

    @Test
    void shouldMoveOnlyTheKeysOfAServerThatLeaves() {
        List<String> before = ownersOf(FIVE);
        List<String> after = ownersOf("a=20, c=20, d=20, e=20");
        for (int i = 0; i < KEYS; i++) {
            if (before.get(i).equals("b")) {
                assertThat(after.get(i)).isNotEqualTo("b");
            } else {
                assertThat(after.get(i))
                        .as("key %d was not b's; points depend on a server's name alone", i)
                        .isEqualTo(before.get(i));
            }
        }
    }

    @Test
    void shouldSpreadTheKeysOfAServerThatLeavesOverAllOthers() {
        List<String> before = ownersOf(FIVE);
        List<String> after = ownersOf("a=20, c=20, d=20, e=20");
        long moved = before.stream().filter("b"::equals).count();
        for (String server : List.of("a", "c", "d", "e")) {
            long got = 0;
            for (int i = 0; i < KEYS; i++) {
                got += before.get(i).equals("b") && after.get(i).equals(server) ? 1 : 0;
            }
            assertThat(got).as("of b's %d keys to %s", moved, server).isGreaterThan(moved / 8);
        }
    }

    @Test
    void shouldGiveTheKeysBackWhenItReturns() {
        List<String> before = ownersOf(FIVE);
        ownersOf("a=20, c=20, d=20, e=20");
        assertThat(ownersOf("b=20, e=20, d=20, c=20, a=20"))
                .as("the same servers in another order")
                .isEqualTo(before);
    }

    @Test
    void shouldTakeForANewServerItsShareAndNoMore() {
        List<String> before = ownersOf(FIVE);
        List<String> after = ownersOf(FIVE + ", f=20");
        int moved = 0;
        for (int i = 0; i < KEYS; i++) {
            if (!after.get(i).equals(before.get(i))) {
                assertThat(after.get(i)).as("key %d moved", i).isEqualTo("f");
                moved++;
            }
        }
        assertThat(moved).as("about a sixth").isBetween(KEYS / 8, KEYS / 5);
    }

    @Test
    void shouldMoveKeysOnlyToAServerThatBecomesHeavier() {
        List<String> before = ownersOf(FIVE);
        List<String> after = ownersOf("a=20, b=20, c=40, d=20, e=20");
        for (int i = 0; i < KEYS; i++) {
            if (!after.get(i).equals(before.get(i))) {
                assertThat(after.get(i)).as("key %d moved", i).isEqualTo("c");
            }
        }
        assertThat(Collections.frequency(after, "c")).isBetween(KEYS / 4, KEYS * 5 / 12);
    }

    @Test
    void shouldShareKeysByWeight() {
        ring.use(Choices.targets("a=100, b=50, c=50"));
        Map<String, Integer> counts = Choices.counts(ring, KEYS);
        assertThat(counts.get("a")).isBetween(KEYS * 9 / 20, KEYS * 11 / 20);
        assertThat(counts.get("b")).isBetween(KEYS * 4 / 20, KEYS * 6 / 20);
    }

    @Test
    void shouldFindAServerForEveryKeyAtTheEndsOfTheRing() {
        ring.use(Choices.targets("a=1"));
        var ends = new ArrayList<Long>(List.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L, -1L, 1L));
        for (int i = 0; i < HashRing.POINTS; i++) {
            ends.add(Hash.of("a#" + i) + 1);
        }
        assertThat(ends).allSatisfy(key -> assertThat(ring.choose(key)).isPresent());
    }

    @Test
    void shouldHaveNoServerWhereNoneHasAWeight() {
        assertThat(ring.choose(1)).isEmpty();
        ring.use(Choices.targets("a=0"));
        assertThat(ring.choose(1)).isEmpty();
        ring.use(Choices.targets("a=0, b=1"));
        assertThat(ring.choose(1)).contains(new Target("b", 1));
    }

    @Test
    void shouldTakeTheClientsAddressAndNothingElse() throws UnknownHostException {
        assertThat(Keys.source(InetAddress.getByName("10.1.2.3")))
                .isEqualTo(Keys.source(InetAddress.getByAddress("x", new byte[] {10, 1, 2, 3})))
                .isNotEqualTo(Keys.source(InetAddress.getByName("10.1.2.4")));
    }

    @Test
    void shouldTakeThePathOfAUri() {
        long key = Keys.uri("/img/a.png");
        assertThat(Keys.uri("/img/a.png?width=7")).as("without the query").isEqualTo(key);
        assertThat(Keys.uri("/img/a.png#x?y")).isEqualTo(key);
        assertThat(Keys.uri("http://example.org/img/a.png?a=http://b/"))
                .as("an absolute URI has the same path")
                .isEqualTo(key);
        assertThat(Keys.uri("/img/b.png")).isNotEqualTo(key);
        assertThat(Keys.uri("http://example.org")).isEqualTo(Keys.uri("/"));
        assertThat(Keys.uri("/go?to=http://x/img/a.png")).isEqualTo(Keys.uri("/go"));
        assertThat(Keys.uri("/go://x/y")).isNotEqualTo(Keys.uri("/y"));
    }

    private List<String> ownersOf(String targets) {
        ring.use(Choices.targets(targets));
        return Choices.owners(ring, KEYS);
    }
}
