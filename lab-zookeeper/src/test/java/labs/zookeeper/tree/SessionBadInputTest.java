package labs.zookeeper.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import labs.cluster.zookeeper.Ensemble;
import labs.kit.FaultProxy;
import labs.kit.LabTest;
import labs.zookeeper.ensemble.TestRoot;
import labs.zookeeper.ensemble.WithEnsemble;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@LabTest
@WithEnsemble
@Timeout(60)
final class SessionBadInputTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "/app",
                "localhost",
                "localhost:",
                ":2181",
                "localhost:port",
                "localhost:0",
                "localhost:65536",
                "localhost:2181,",
                "localhost:2181, other:2181",
                "localhost:2181/app/",
                "localhost:2181//app",
            })
    void shouldRefuseAMalformedConnectString(String text) {
        assertThatThrownBy(() -> Session.connect(text, ofSeconds(10), ofSeconds(10)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("host1:2181,host2:2181/chroot");
    }

    @Test
    void shouldNameAHostThatHasNoAddress() {
        assertThatThrownBy(
                        () ->
                                Session.connect(
                                        "no-such-host.invalid:2181", ofSeconds(10), ofMillis(500)))
                .isInstanceOf(NotConnectedException.class)
                .hasMessageContaining("no address")
                .hasMessageContaining("no-such-host.invalid");
    }

    @Test
    void shouldSayWhatToDoWhenNoServerAnswers() throws Exception {
        int port;
        try (var nobody = FaultProxy.to(1)) {
            port = nobody.port();
        }
        long start = System.nanoTime();
        assertThatThrownBy(() -> Session.connect("127.0.0.1:" + port, ofSeconds(10), ofMillis(500)))
                .isInstanceOf(NotConnectedException.class)
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageContaining("500 ms")
                .hasMessageContaining("Do the servers run");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("the limit of half a second")
                .isGreaterThanOrEqualTo(ofMillis(490));
    }

    @Test
    void shouldRefuseAChrootThatDoesNotExist(TestRoot root) {
        assertThatThrownBy(() -> TestSessions.open(root.chroot() + "/not-there"))
                .isInstanceOf(ChrootMissingException.class)
                .hasMessageContaining(root.path() + "/not-there")
                .hasMessageContaining("ensure");
    }

    @Test
    void shouldTakeTheMostDataThatFitsAndRefuseOneByteMore(TestRoot root) throws Exception {
        try (var session = TestSessions.open(root.chroot())) {
            var tree = new Tree(session);
            int most = DataLimit.of("/large");

            tree.create("/large", new byte[most]);
            assertThat(tree.read("/large").data()).hasSize(most);
            assertThat(tree.compareAndSet("/large", new byte[most], 0)).contains(1);

            assertThatThrownBy(() -> tree.create("/larger", new byte[most]))
                    .as("one character more in the path leaves one byte less for the data")
                    .isInstanceOf(DataTooLargeException.class)
                    .hasMessageContaining("/larger")
                    .hasMessageContaining(String.valueOf(most))
                    .hasMessageContaining(String.valueOf(most - 1));
            assertThatThrownBy(() -> tree.update("/large", data -> Arrays.copyOf(data, most + 1)))
                    .isInstanceOf(DataTooLargeException.class);
            assertThatThrownBy(() -> tree.createSequential("/large/n-", new byte[most + 1]))
                    .isInstanceOf(DataTooLargeException.class);
            assertThat(session.state())
                    .as("refused on this side: the server did not cut the connection")
                    .isEqualTo(SessionState.CONNECTED);
        }
    }

    @Test
    void shouldNameThePathAndWhoMayWhenItIsDenied(TestRoot root) throws Exception {
        try (var session = TestSessions.open(root.chroot())) {
            var tree = new Tree(session);
            var readers = new ACL(Perms.READ | Perms.CREATE, Ids.ANYONE_ID_UNSAFE);
            session.zooKeeper()
                    .create(
                            "/theirs",
                            new byte[0],
                            Collections.singletonList(readers),
                            CreateMode.PERSISTENT);

            assertThatThrownBy(() -> tree.compareAndSet("/theirs", new byte[0], 0))
                    .isInstanceOf(NotAuthorizedException.class)
                    .hasMessageContaining("/theirs")
                    .hasMessageContaining("world:anyone read create")
                    .extracting(e -> ((TreeException) e).code())
                    .isEqualTo(Code.NOAUTH);
            tree.create("/theirs/child", new byte[0]);
            assertThatThrownBy(() -> tree.deleteRecursively("/theirs/child"))
                    .as("deleting is a right on the parent")
                    .isInstanceOf(NotAuthorizedException.class)
                    .hasMessageContaining(
                            "up to /theirs, which lets in [world:anyone read create]");
        }
    }

    @Test
    void shouldSayThatAnAnswerIsTooLargeAndNotThatNoServerAnswers(TestRoot root) throws Exception {
        try (var roomy = TestSessions.open(root.chroot())) {
            var tree = new Tree(roomy);
            for (int i = 0; i < 40; i++) {
                tree.ensure("/many/" + "a-long-name-".repeat(10) + i);
            }
            tree.create("/large", new byte[5_000]);
        }
        try (var narrow = TestSessions.narrow(root.chroot())) {
            var tree = new Tree(narrow);
            assertThatThrownBy(() -> tree.children("/many"))
                    .isInstanceOf(AnswerTooLargeException.class)
                    .hasMessageContaining("/many, which has 40 children")
                    .hasMessageContaining("at most 4096 bytes (jute.maxbuffer)");
            assertThatThrownBy(() -> tree.find("/large"))
                    .isInstanceOf(AnswerTooLargeException.class)
                    .hasMessageContaining("5000 bytes of data");
            assertThat(narrow.state()).isIn(SessionState.CONNECTED, SessionState.SUSPENDED);
        }
    }

    @Test
    void shouldBeLetInByWhatItHasShownAlsoInTheNextSession(Ensemble ensemble, TestRoot root)
            throws Exception {
        try (var session = TestSessions.open(root.chroot())) {
            session.addAuth("digest", "ann:secret".getBytes(UTF_8));
            session.zooKeeper()
                    .create("/hers", new byte[0], Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
            try (var other = TestSessions.open(root.chroot())) {
                assertThatThrownBy(() -> new Tree(other).read("/hers"))
                        .isInstanceOf(NotAuthorizedException.class);
            }
            ZooKeeper old = session.zooKeeper();

            TestSessions.expire(old, ensemble);
            await().atMost(TestSessions.PATIENCE)
                    .until(
                            () ->
                                    session.zooKeeper() != old
                                            && session.state() == SessionState.CONNECTED);

            assertThat(new Tree(session).read("/hers").version()).isZero();
        }
    }
}
