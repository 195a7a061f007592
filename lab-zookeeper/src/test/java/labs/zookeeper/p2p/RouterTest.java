package labs.zookeeper.p2p;

import static labs.zookeeper.p2p.RoutingTableTest.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import labs.kit.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Routers that hand packets to each other by calls: every step can be looked at. */
@LabTest
@Timeout(20)
final class RouterTest {
    private final Map<String, Router> routers = new TreeMap<>();
    private final Map<String, List<Message>> delivered = new HashMap<>();
    private final List<Packet> answers = new ArrayList<>();
    private final List<String> hops = new ArrayList<>();
    private Executor workers = Runnable::run;

    /** A node that believes this map, and is really connected to these. */
    private Router node(String id, NetworkMap believes, String... connected) {
        SortedSet<String> neighbours = new TreeSet<>(Set.of(connected));
        var router =
                new Router(
                        id,
                        () -> believes,
                        () -> neighbours,
                        (next, packet) -> hand(id, next, neighbours, packet),
                        message -> deliver(id, message),
                        work -> workers.execute(work),
                        answers::add);
        routers.put(id, router);
        return router;
    }

    private boolean hand(String from, String to, Set<String> neighbours, Packet packet) {
        if (!neighbours.contains(to)) {
            return false;
        }
        hops.add(from + ">" + to);
        routers.get(to).received(from, packet);
        return true;
    }

    private byte[] deliver(String id, Message message) {
        delivered.computeIfAbsent(id, key -> new ArrayList<>()).add(message);
        if (new String(message.payload(), StandardCharsets.UTF_8).equals("throw")) {
            throw new IllegalArgumentException("as asked");
        }
        return "thanks".getBytes(StandardCharsets.UTF_8);
    }

    private static Packet message(String id, String target) {
        return Packet.message(id, "a", target, "hello".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldBringAMessageThereAndItsAnswerBack() {
        NetworkMap map = map("a-b", "b-c");
        Router a = node("a", map, "b");
        node("b", map, "a", "c");
        node("c", map, "b");

        a.route(message("m1", "c"));

        assertThat(hops).containsExactly("a>b", "b>c", "c>b", "b>a");
        assertThat(delivered.get("c"))
                .singleElement()
                .extracting(Message::trail)
                .isEqualTo(List.of("a", "b"));
        assertThat(answers).singleElement().extracting(Packet::kind).isEqualTo(Packet.Kind.ANSWER);
    }

    @Test
    void shouldDeliverARepetitionOnlyOnceAndAnswerItAgain() {
        NetworkMap map = map("a-b");
        Router a = node("a", map, "b");
        node("b", map, "a");

        a.route(message("m1", "b"));
        a.route(message("m1", "b"));
        a.route(message("m2", "b"));

        assertThat(delivered.get("b")).extracting(Message::id).containsExactly("m1", "m2");
        assertThat(answers).extracting(Packet::id).containsExactly("m1", "m1", "m2");
    }

    @Test
    void shouldDeliverWhatItWasTooBusyForWhenItIsRepeated() {
        NetworkMap map = map("a-b");
        Router a = node("a", map, "b");
        node("b", map, "a");
        workers =
                work -> {
                    throw new RejectedExecutionException("too busy");
                };
        a.route(message("m1", "b"));
        assertThat(answers).isEmpty();
        workers = Runnable::run;

        a.route(message("m1", "b"));

        assertThat(delivered.get("b")).hasSize(1);
    }

    @Test
    void shouldTellTheOriginThatTheApplicationFailed() {
        NetworkMap map = map("a-b");
        Router a = node("a", map, "b");
        node("b", map, "a");

        a.route(Packet.message("m1", "a", "b", "throw".getBytes(StandardCharsets.UTF_8)));

        assertThat(answers)
                .singleElement()
                .satisfies(
                        packet -> {
                            assertThat(packet.kind()).isEqualTo(Packet.Kind.FAILURE);
                            assertThat(new String(packet.payload(), StandardCharsets.UTF_8))
                                    .contains("as asked");
                        });
    }

    /** b-d is down, and only b knows: a sends over b, and would do so again and again. */
    @Test
    void shouldTakeTheNewsOfABrokenLinkAlong() {
        NetworkMap old = map("a-b", "b-d", "a-c", "c-e", "e-d");
        Router a = node("a", old, "b", "c");
        node("b", old, "a");
        node("c", old, "a", "e");
        node("e", old, "c", "d");
        node("d", old, "e");

        a.route(message("m1", "d"));

        assertThat(hops).startsWith("a>b", "b>a", "a>c", "c>e", "e>d");
        assertThat(delivered.get("d")).hasSize(1);
        assertThat(answers).hasSize(1);
    }

    /** Two maps that contradict each other. */
    @Test
    void shouldNotSendAPacketRoundForEver() {
        Router a = node("a", map("a-b", "b-x"), "b");
        Router b = node("b", map("a-b", "a-x"), "a");

        a.route(message("m1", "x"));

        assertThat(hops.size()).isLessThanOrEqualTo(Packet.FIRST_TTL);
        assertThat(a.dropped() + b.dropped()).isEqualTo(1);
    }

    @Test
    void shouldDropWhatHasNoWay() {
        Router a = node("a", map("a-b"), "b");

        a.route(message("m1", "nobody"));

        assertThat(a.dropped()).isEqualTo(1);
        assertThat(hops).isEmpty();
    }

    @Test
    void shouldRememberNoMoreThanItMay() {
        var deliveries = new Deliveries();
        byte[] large = new byte[60_000];
        for (int i = 0; i < Deliveries.MOST + 500; i++) {
            deliveries.arrived("m" + i);
            deliveries.answered(message("m" + i, "b").answer(Packet.Kind.ANSWER, large));
        }

        int newest = Deliveries.MOST + 499;
        assertThat(deliveries.arrived("m" + newest))
                .isInstanceOfSatisfying(
                        Deliveries.Decision.Repeat.class,
                        repeat -> assertThat(repeat.answer().payload()).hasSize(60_000));
        assertThat(deliveries.arrived("m" + (newest - 5_000)))
                .as("its answer was too much to keep, but it was delivered")
                .isInstanceOfSatisfying(
                        Deliveries.Decision.Repeat.class,
                        repeat ->
                                assertThat(repeat.answer().kind()).isEqualTo(Packet.Kind.FAILURE));
        assertThat(deliveries.arrived("m0"))
                .as("forgotten, long ago")
                .isInstanceOf(Deliveries.Decision.Deliver.class);
    }

    @Test
    void shouldReadBackAPacketAndRefuseEverythingElse(Random random) throws Exception {
        Packet packet = message("m1", "d").passing("a").avoiding(LinkId.of("d", "b"));
        byte[] good = PacketCodec.encode(packet);
        Packet read = PacketCodec.decode(good);
        assertThat(read.broken()).isEqualTo(packet.broken());
        assertThat(read.trail()).isEqualTo(packet.trail());
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = java.util.Arrays.copyOf(good, random.nextInt(good.length + 8));
            for (int j = random.nextInt(4); j > 0 && bad.length > 0; j--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            try {
                PacketCodec.decode(bad);
            } catch (MalformedException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> PacketCodec.decode(new byte[] {9}));
    }
}
