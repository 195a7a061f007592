package labs.zookeeper.p2p;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import labs.kit.LabTest;
import labs.zookeeper.p2p.RoutingTable.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(20)
final class RoutingTableTest {
    /** Links such as {@code a-b}; a {@code a>b} is one that only a tells of. */
    static NetworkMap map(String... links) {
        var told = new HashMap<String, SortedSet<String>>();
        for (String link : links) {
            String[] ends = link.split("[->]", -1);
            told.computeIfAbsent(ends[0], id -> new TreeSet<>()).add(ends[1]);
            if (link.contains("-")) {
                told.computeIfAbsent(ends[1], id -> new TreeSet<>()).add(ends[0]);
            }
        }
        return new NetworkMap(Map.of(), told);
    }

    private static RoutingTable table(String self, NetworkMap map) {
        return RoutingTable.of(self, map, Set.of());
    }

    @Test
    void shouldTakeTheShortestWay() {
        NetworkMap map = map("a-b", "b-c", "c-d", "d-e", "e-a");

        assertThat(table("a", map).to("c")).contains(new Route("b", 2));
        assertThat(table("a", map).to("d")).contains(new Route("e", 2));
        assertThat(table("a", map).routes()).containsOnlyKeys("b", "c", "d", "e");
    }

    @Test
    void shouldTakeTheFirstNameAmongEqualWays() {
        assertThat(table("a", map("a-c", "a-b", "b-d", "c-d")).to("d")).contains(new Route("b", 2));
    }

    @Test
    void shouldNotBelieveInALinkOfWhichOnlyOneEndTells() {
        assertThat(table("a", map("a-b", "b>c", "c-d")).routes()).containsOnlyKeys("b");
    }

    @Test
    void shouldStayAwayFromBrokenLinks() {
        NetworkMap map = map("a-b", "b-d", "a-c", "c-e", "e-d");

        assertThat(RoutingTable.of("a", map, Set.of(LinkId.of("d", "b"))).to("d"))
                .contains(new Route("c", 3));
    }

    @Test
    void shouldHaveNoWayAcrossACut() {
        assertThat(table("a", map("a-b", "c-d")).to("d")).isEmpty();
        assertThat(table("a", map()).routes()).isEmpty();
    }

    @Test
    void shouldTrustItsOwnEyesMoreThanTheMap() {
        NetworkMap map = map("a-b", "b-c", "a-c").seenFrom("a", Set.of("b"));

        assertThat(table("a", map).to("c")).as("a-c is down").contains(new Route("b", 2));
        assertThat(table("a", map("b-c").seenFrom("a", Set.of("b"))).to("c"))
                .as("a-b is up, and nobody has told yet")
                .contains(new Route("b", 2));
    }

    /** Each hop brings a packet one step nearer, whichever node computes the next. */
    @Test
    void shouldGetNearerWithEveryHop(Random random) {
        for (int round = 0; round < 300; round++) {
            int nodes = 3 + random.nextInt(10);
            var links = new TreeSet<String>();
            for (int i = 0; i < 2 * nodes; i++) {
                int one = random.nextInt(nodes);
                int other = random.nextInt(nodes);
                if (one != other) {
                    links.add("n" + one + "-n" + other);
                }
            }
            NetworkMap map = map(links.toArray(String[]::new));
            for (int from = 0; from < nodes; from++) {
                table("n" + from, map).routes().forEach((to, route) -> followed(map, to, route));
            }
        }
    }

    private static void followed(NetworkMap map, String to, Route route) {
        if (!route.next().equals(to)) {
            assertThat(table(route.next(), map).to(to))
                    .as("from %s, which is said to be %d hops nearer to %s", route.next(), 1, to)
                    .map(Route::hops)
                    .contains(route.hops() - 1);
        }
    }
}
