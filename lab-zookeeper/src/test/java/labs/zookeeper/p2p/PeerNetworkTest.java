package labs.zookeeper.p2p;

import static labs.zookeeper.p2p.Peers.LONG;
import static labs.zookeeper.p2p.Peers.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import labs.cluster.Capability;
import labs.cluster.junit.Needs;
import labs.cluster.zookeeper.Ensemble;
import labs.kit.LabTest;
import labs.zookeeper.curator.Curators;
import labs.zookeeper.ensemble.TestRoot;
import labs.zookeeper.ensemble.WithEnsemble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A network in which nobody dies. */
@LabTest
@WithEnsemble
@Needs(Capability.CUT)
@Timeout(60)
final class PeerNetworkTest {
    @Test
    void shouldKnowAllAndBeConnectedToFew(Ensemble ensemble, TestRoot root) {
        try (var peers = Peers.ring(ensemble, root)) {
            peers.start("n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8").awaitWays();

            // Links that only a smaller network wanted go when the others have come.
            await().atMost(LONG)
                    .untilAsserted(
                            () ->
                                    assertThat(peers.node("n1").neighbours())
                                            .containsExactly("n2", "n5", "n8"));
            assertThat(peers.node("n1").map().cards()).hasSize(8);
            await().atMost(LONG)
                    .untilAsserted(
                            () ->
                                    assertThat(peers.node("n1").routes().to("n4"))
                                            .contains(new RoutingTable.Route("n5", 2)));
        }
    }

    @Test
    void shouldCarryMessagesHopByHop(Ensemble ensemble, TestRoot root) throws Exception {
        try (var peers = Peers.linked(ensemble, root, "n1-n2,n2-n3,n3-n4,n4-n5")) {
            peers.start("n1", "n2", "n3", "n4", "n5").awaitWays();

            assertThat(peers.way("n1", "n5")).isEqualTo("n1 n2 n3 n4 n5");
            assertThat(peers.way("n5", "n1")).isEqualTo("n5 n4 n3 n2 n1");
            assertThat(peers.node("n3").forwarded()).isGreaterThanOrEqualTo(4);
        }
    }

    @Test
    void shouldDeliverOnceThoughTheAnswerTakesLongerThanTheSenderIsPatient(
            Ensemble ensemble, TestRoot root) throws Exception {
        try (var peers = Peers.linked(ensemble, root, "n1-n2,n2-n3")) {
            peers.start("n1", "n2");
            peers.start("n3", Set.of(), message -> waitASecond());
            peers.awaitWays();

            peers.way("n1", "n3");

            assertThat(peers.node("n1").repetitions()).isGreaterThanOrEqualTo(1);
            assertThat(peers.deliveries.get("n3:hello")).hasValue(1);
        }
    }

    private static byte[] waitASecond() {
        try {
            new CountDownLatch(1).await(1, TimeUnit.SECONDS); // an application that works
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new byte[0];
    }

    @Test
    void shouldAskTheNearestWhoCan(Ensemble ensemble, TestRoot root) throws Exception {
        try (var peers = Peers.linked(ensemble, root, "n1-n2,n2-n3,n3-n4")) {
            peers.start("n1", "n2");
            peers.start("n3", Set.of("resize"), message -> bytes("resized"));
            peers.start("n4", Set.of("resize", "ocr"), message -> bytes("read"));
            peers.awaitWays();

            assertThat(peers.node("n1").ask("resize", bytes("picture"), LONG).node())
                    .isEqualTo("n3");
            assertThat(peers.node("n1").ask("ocr", bytes("picture"), LONG).node()).isEqualTo("n4");
            assertThatExceptionOfType(UnreachableException.class)
                    .isThrownBy(
                            () -> peers.node("n1").ask("fly", bytes("up"), Duration.ofMillis(200)))
                    .withMessageContaining("nobody can fly");
        }
    }

    @Test
    void shouldTellTheSenderThatTheApplicationFailed(Ensemble ensemble, TestRoot root) {
        try (var peers = Peers.linked(ensemble, root, "n1-n2")) {
            peers.start("n1");
            peers.start(
                    "n2",
                    Set.of(),
                    message -> {
                        throw new IllegalStateException("out of paper");
                    });
            peers.awaitWays();

            assertThatExceptionOfType(RemoteFailureException.class)
                    .isThrownBy(() -> peers.way("n1", "n2"))
                    .withMessageContaining("out of paper");
        }
    }

    @Test
    void shouldSkipWhatOthersWroteIntoZooKeeper(Ensemble ensemble, TestRoot root) throws Exception {
        try (var peers = Peers.linked(ensemble, root, "n1-n2,n2-n3");
                var client = Curators.connect(root.chroot(), Duration.ofSeconds(10))) {
            peers.start("n1", "n2", "n3").awaitWays();

            client.create().forPath("/p2p/cards/n9", bytes("card 1\nid=n9\n"));
            client.create().forPath("/p2p/links/n9", new byte[100_000]);
            client.create()
                    .forPath("/p2p/cards/n1.copy", client.getData().forPath("/p2p/cards/n1"));

            await().atMost(LONG)
                    .untilAsserted(
                            () ->
                                    assertThat(peers.node("n1").problems())
                                            .anyMatch(
                                                    text ->
                                                            text.startsWith(
                                                                    "/p2p/cards/n9 was skipped"))
                                            .anyMatch(
                                                    text ->
                                                            text.startsWith(
                                                                    "/p2p/links/n9 was skipped"))
                                            .anyMatch(
                                                    text ->
                                                            text.contains(
                                                                    "the card of n1 at the place of n1.copy")));
            assertThat(peers.node("n1").map().cards()).containsOnlyKeys("n1", "n2", "n3");
            assertThat(peers.way("n1", "n3")).isEqualTo("n1 n2 n3");
        }
    }

    @Test
    void shouldCloseOnlyTheLinkThatSendsNonsense(Ensemble ensemble, TestRoot root)
            throws Exception {
        try (var peers = Peers.linked(ensemble, root, "n1-n2,n2-n3")) {
            peers.start("n1", "n2", "n3").awaitWays();
            int port = peers.node("n2").card().port();

            expectTheEnd(
                    port,
                    "GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            expectTheEnd(port, frames("p2p 1 /other evil"));
            expectTheEnd(port, frames("p2p 1 /p2p evil", "no packet"));
            byte[] endless = frames("p2p 1 /p2p evil", "0000");
            endless[endless.length - 8] = 0x7f; // a frame of two gigabytes
            expectTheEnd(port, endless);

            assertThat(peers.way("n1", "n3")).isEqualTo("n1 n2 n3");
            await().atMost(LONG)
                    .untilAsserted(
                            () ->
                                    assertThat(peers.node("n2").problems())
                                            .anyMatch(text -> text.contains("a frame of 21")));
        }
    }

    private static byte[] frames(String... texts) throws Exception {
        var bytes = new java.io.ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        for (String text : texts) {
            out.writeInt(text.length());
            out.writeBytes(text);
        }
        return bytes.toByteArray();
    }

    private static void expectTheEnd(int port, byte[] nonsense) throws Exception {
        try (var socket = new Socket(java.net.InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(15_000);
            socket.getOutputStream().write(nonsense);
            var in = new DataInputStream(socket.getInputStream());
            try {
                while (in.read() >= 0) {}
            } catch (java.net.SocketException e) {
                assertThat(e).hasMessageContaining("reset"); // closed with our bytes unread
            }
        }
    }

    @Test
    void shouldRefuseWhatIsTooLarge(Ensemble ensemble, TestRoot root) {
        try (var peers = Peers.linked(ensemble, root, "n1-n2")) {
            peers.start("n1");

            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> peers.node("n1").send("n2", new byte[70_000], LONG))
                    .withMessageContaining("at most 65536");
        }
    }

    @Test
    void shouldSayThatTheChrootIsMissing(Ensemble ensemble, TestRoot root) {
        var config =
                new PeerConfig(
                        root.chroot() + "/nowhere",
                        "/p2p",
                        "n1",
                        Set.of(),
                        Topology.ring(),
                        Duration.ofSeconds(5));
        try (var node = PeerNode.start(config, message -> new byte[0])) {
            await().atMost(LONG).until(() -> !node.problems().isEmpty());
            assertThatExceptionOfType(java.util.concurrent.TimeoutException.class)
                    .isThrownBy(() -> node.awaitRegistered(Duration.ofMillis(100)))
                    .withMessageContaining("n1 is not registered")
                    .withMessageContaining("chroot");
        }
    }
}
