package labs.zookeeper.tree;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static labs.zookeeper.tree.SessionState.CLOSED;
import static labs.zookeeper.tree.SessionState.CONNECTED;
import static labs.zookeeper.tree.SessionState.EXPIRED;
import static labs.zookeeper.tree.SessionState.SUSPENDED;
import static labs.zookeeper.tree.TestSessions.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import labs.cluster.Capability;
import labs.cluster.junit.Needs;
import labs.cluster.zookeeper.Ensemble;
import labs.cluster.zookeeper.EnsembleNode;
import labs.kit.FaultProxy;
import labs.kit.LabTest;
import labs.zookeeper.ensemble.TestRoot;
import labs.zookeeper.ensemble.WithEnsemble;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@LabTest
@WithEnsemble
@Needs({Capability.KILL, Capability.PAUSE, Capability.CUT})
@Timeout(60)
final class SessionTest {
    @ParameterizedTest
    @CsvSource({
        "CONNECTING, SyncConnected, CONNECTED",
        "CONNECTING, Disconnected, CONNECTING",
        "CONNECTED, SyncConnected, CONNECTED",
        "CONNECTED, Disconnected, SUSPENDED",
        "CONNECTED, Expired, EXPIRED",
        "CONNECTED, SaslAuthenticated, CONNECTED",
        "SUSPENDED, Disconnected, SUSPENDED",
        "SUSPENDED, SyncConnected, CONNECTED",
        "SUSPENDED, Expired, EXPIRED",
        "EXPIRED, SyncConnected, EXPIRED",
        "EXPIRED, Closed, EXPIRED",
        "CLOSED, Disconnected, CLOSED",
    })
    void shouldFollowWhatTheClientReports(
            SessionState before, KeeperState report, SessionState after) {
        assertThat(before.after(report)).as("%s after %s", before, report).isEqualTo(after);
    }

    @Test
    void shouldOutliveAShortCut(Ensemble ensemble, TestRoot root) throws Exception {
        try (var proxy = TestSessions.proxy(ensemble);
                var session = TestSessions.open(TestSessions.via(proxy, root))) {
            var log = new StateLog();
            session.addListener(log);
            long id = session.id();
            new Tree(session).createEphemeral("/alive", new byte[0]);

            proxy.refuse();
            proxy.cut();
            log.awaitLast(SUSPENDED);
            proxy.heal();
            log.awaitLast(CONNECTED);

            assertThat(log.states())
                    .as("Disconnected is not Expired: the session lives on at the servers")
                    .startsWith(SUSPENDED, CONNECTED)
                    .doesNotContain(EXPIRED);
            assertThat(session.id()).isEqualTo(id);
            assertThat(new Tree(session).find("/alive"))
                    .as("an ephemeral node lives as long as its session")
                    .isPresent();
        }
    }

    @Test
    void shouldNotCallASessionExpiredBeforeItCanKnow(Ensemble ensemble, TestRoot root)
            throws Exception {
        try (var proxy = TestSessions.proxy(ensemble);
                var session = TestSessions.open(TestSessions.via(proxy, root))) {
            var log = new StateLog();
            session.addListener(log);
            long id = session.id();

            proxy.refuse();
            proxy.cut();
            log.awaitLast(SUSPENDED);
            TestSessions.expire(session.zooKeeper(), ensemble);

            assertThat(session.state())
                    .as("the servers have ended it, but on this side nobody can know")
                    .isEqualTo(SUSPENDED);
            proxy.heal();
            log.awaitLast(CONNECTED);
            assertThat(log.states()).startsWith(SUSPENDED, EXPIRED, CONNECTED);
            assertThat(session.id()).as("a new session").isNotEqualTo(id);
        }
    }

    @Test
    void shouldLoseItsSessionInACutThatIsLongerThanItsTimeout(Ensemble ensemble, TestRoot root)
            throws Exception {
        try (var proxy = TestSessions.proxy(ensemble);
                var session = TestSessions.open(TestSessions.via(proxy, root), ofSeconds(1));
                var other = TestSessions.open(root.chroot())) {
            var log = new StateLog();
            session.addListener(log);
            new Tree(session).createEphemeral("/alive", new byte[0]);

            proxy.refuse();
            proxy.cut();

            log.awaitLast(EXPIRED); // after four thirds of the timeout the client is sure, too
            assertThat(new Tree(other).find("/alive")).isEmpty();
            proxy.heal();
            log.awaitLast(CONNECTED);
            assertThat(log.states()).endsWith(SUSPENDED, EXPIRED, CONNECTED);
            assertThat(new Tree(session).find("/alive"))
                    .as("a new session does not bring the nodes of the old one back")
                    .isEmpty();
        }
    }

    @Test
    void shouldBeginANewSessionOnlyWhenAllHaveHeardOfTheOldOnesEnd(Ensemble ensemble, TestRoot root)
            throws Exception {
        try (var session = TestSessions.open(root.chroot())) {
            var hears = new CountDownLatch(1);
            var goesOn = new CountDownLatch(1);
            var log = new StateLog();
            BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
            session.addListener(
                    state -> {
                        if (state == EXPIRED) {
                            hears.countDown();
                            awaitQuietly(goesOn);
                            Thread.currentThread()
                                    .setUncaughtExceptionHandler((thread, e) -> uncaught.add(e));
                            throw new IllegalStateException("a bug in a listener");
                        }
                    });
            session.addListener(log);
            ZooKeeper old = session.zooKeeper();

            TestSessions.expire(old, ensemble);
            assertThat(hears.await(20, TimeUnit.SECONDS)).as("a listener hears EXPIRED").isTrue();

            await("no new session as long as a listener is busy with the end of the old one")
                    .during(ofMillis(500))
                    .atMost(ofSeconds(10))
                    .until(() -> session.zooKeeper() == old);
            assertThat(session.isOver(old)).isTrue();
            goesOn.countDown();
            log.awaitLast(CONNECTED);
            assertThat(log.states())
                    .filteredOn(state -> state != SUSPENDED)
                    .containsExactly(EXPIRED, CONNECTED);
            assertThat(log.threads()).as("listeners are told on one thread").hasSize(1);
            assertThat(session.isConnected(old)).isFalse();
            assertThat(uncaught)
                    .as("a listener's bug: not hidden, and not in the way of the others")
                    .extracting(Throwable::getMessage)
                    .containsExactly("a bug in a listener");
        }
    }

    @Test
    void shouldMoveToAnotherServerWhenItsOwnIsKilled(Ensemble ensemble, TestRoot root)
            throws Exception {
        EnsembleNode doomed = ensemble.follower();
        try (var session = TestSessions.open(doomed.address() + root.path())) {
            long id = session.id();
            session.zooKeeper().updateServerList(root.chroot());
            var log = new StateLog();
            session.addListener(log);
            new Tree(session).createEphemeral("/alive", new byte[0]);

            doomed.kill();

            await("the session is connected to another server")
                    .atMost(PATIENCE)
                    .until(() -> new Tree(session).find("/alive").isPresent());
            assertThat(session.id()).as("the same session").isEqualTo(id);
            assertThat(log.states()).doesNotContain(EXPIRED);
        }
    }

    @Test
    void shouldTakeItsEphemeralNodesAlongWhenItIsClosed(TestRoot root) throws Exception {
        var log = new StateLog();
        var session = TestSessions.open(root.chroot());
        session.addListener(log);
        new Tree(session).createEphemeral("/alive", new byte[0]);

        session.close();
        session.close();

        try (var other = TestSessions.open(root.chroot())) {
            assertThat(new Tree(other).find("/alive")).isEmpty();
        }
        log.awaitLast(CLOSED);
        assertThat(log.states()).containsOnlyOnce(CLOSED);
        assertThatThrownBy(() -> session.awaitConnected(ofSeconds(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void shouldConnectWhenTheServersComeUpLate(Ensemble ensemble, TestRoot root) throws Exception {
        try (var proxy = FaultProxy.to(ensemble.follower().port())) {
            proxy.refuse();
            var log = new StateLog();
            var opener = new Thread(() -> openAndClose(TestSessions.via(proxy, root), log));
            opener.start();
            await("it waits for a server")
                    .until(() -> opener.getState() == Thread.State.TIMED_WAITING);

            proxy.heal();

            log.awaitLast(CLOSED);
            opener.join();
        }
    }

    private static void openAndClose(String connectString, StateLog log) {
        try (var session = TestSessions.open(connectString)) {
            session.addListener(log);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
