package labs.proxy.vrrp;

import static labs.proxy.vrrp.Routers.SECOND;
import static labs.proxy.vrrp.Routers.peer;
import static labs.proxy.vrrp.Routers.said;
import static labs.proxy.vrrp.Routers.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class VirtualRouterTest {
    private static final Peer SELF = peer("10.0.0.128");
    private static final Peer OTHER = peer("10.0.0.2");
    private static final Duration TICK = Duration.ofNanos(1);

    private final Hand clock = new Hand();
    private final Notebook notebook = new Notebook();

    @Test
    void shouldWaitThreeIntervalsAndTheSkew() {
        assertThat(Timing.skew(100, SECOND)).isEqualTo(Duration.ofNanos(609_375_000));
        assertThat(Timing.skew(255, SECOND)).isEqualTo(Duration.ofNanos(3_906_250));
        assertThat(Timing.skew(1, Duration.ofMillis(10))).isEqualTo(Duration.ofNanos(9_960_937));
        assertThat(Timing.masterDown(100, SECOND)).isEqualTo(Duration.ofNanos(3_609_375_000L));
    }

    @Test
    void shouldCompareAddressesAsUnsignedNumbers() {
        assertThat(peer("200.0.0.1")).isGreaterThan(peer("100.0.0.1"));
        assertThat(peer("10.0.0.128")).isGreaterThan(peer("10.0.0.127"));
        assertThat(peer("10.0.1.0")).isGreaterThan(peer("10.0.0.255"));
        assertThat(new Peer(SELF.address(), 40_000)).isGreaterThan(new Peer(SELF.address(), 9_000));
        assertThat(peer("10.0.0.7")).isEqualByComparingTo(peer("10.0.0.7"));
    }

    @Test
    void shouldDoNothingBeforeItIsStarted() {
        VirtualRouter router = new VirtualRouter(settings(100), SELF, clock, notebook);
        router.received(said(0), OTHER);
        router.timeout();
        assertThat(router.role()).isEqualTo(Role.INITIALIZE);
        assertThat(router.untilTimeout()).isEmpty();
        assertThat(notebook.news()).isEmpty();
    }

    @Test
    void shouldBecomeMasterWhenNobodySpeaks() {
        VirtualRouter router = started(settings(100));
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        assertThat(router.untilTimeout()).contains(Timing.masterDown(100, SECOND));
        assertThat(notebook.news()).as("a backup is silent").isEmpty();
        pass(router, Timing.masterDown(100, SECOND).minus(TICK));
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        pass(router, TICK);
        assertThat(router.role()).isEqualTo(Role.MASTER);
        assertThat(notebook.news()).containsExactly("say 100", "take");
        assertThat(router.untilTimeout()).contains(SECOND);
    }

    @Test
    void shouldBeMasterAtOnceIfItOwnsTheAddress() {
        VirtualRouter router = started(settings(Settings.OWNER));
        assertThat(router.role()).isEqualTo(Role.MASTER);
        assertThat(notebook.news()).containsExactly("say 255", "take");
    }

    @Test
    void shouldSpeakInEveryIntervalAsMaster() {
        VirtualRouter router = master(settings(100));
        for (int i = 0; i < 5; i++) {
            pass(router, SECOND.minus(TICK));
            assertThat(notebook.news()).isEmpty();
            pass(router, TICK);
            assertThat(notebook.news()).containsExactly("say 100");
        }
        pass(router, SECOND.multipliedBy(100));
        assertThat(notebook.news()).as("it stood still: once is enough").containsExactly("say 100");
        assertThat(router.untilTimeout()).contains(SECOND);
    }

    @Test
    void shouldStayBackupAsLongAsTheMasterSpeaks() {
        VirtualRouter router = started(settings(100));
        for (int i = 0; i < 20; i++) {
            pass(router, SECOND.multipliedBy(3));
            router.received(said(200), OTHER);
        }
        assertThat(router.role()).as("two lost out of three do no harm").isEqualTo(Role.BACKUP);
        pass(router, Timing.masterDown(100, SECOND));
        assertThat(router.role()).isEqualTo(Role.MASTER);
    }

    @Test
    void shouldNotPreemptAnEqual() {
        VirtualRouter router = started(settings(100));
        for (int i = 0; i < 20; i++) {
            pass(router, SECOND);
            router.received(said(100), OTHER);
        }
        assertThat(router.role())
                .as("its address is greater, but that is no reason to move clients")
                .isEqualTo(Role.BACKUP);
    }

    @Test
    void shouldPreemptAWorseMaster() {
        VirtualRouter router = started(settings(100));
        pass(router, SECOND.multipliedBy(2));
        router.received(said(99), OTHER);
        pass(router, Timing.masterDown(100, SECOND).minusSeconds(2));
        assertThat(router.role()).as("a worse master does not count").isEqualTo(Role.MASTER);
    }

    @Test
    void shouldLeaveAWorseMasterAloneWithoutPreemption() {
        VirtualRouter router = started(settings(100, SECOND, false));
        for (int i = 0; i < 20; i++) {
            pass(router, SECOND);
            router.received(said(1), OTHER);
        }
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        pass(router, Timing.masterDown(100, SECOND));
        assertThat(router.role()).as("but not when it is gone").isEqualTo(Role.MASTER);
    }

    @Test
    void shouldTakeOverAfterTheSkewWhenTheMasterSaysFarewell() {
        VirtualRouter router = started(settings(100));
        router.received(said(200), OTHER);
        router.received(said(0), OTHER);
        assertThat(router.untilTimeout()).contains(Timing.skew(100, SECOND));
        pass(router, Timing.skew(100, SECOND));
        assertThat(router.role()).isEqualTo(Role.MASTER);
    }

    @Test
    void shouldHearAFarewellWithoutPreemptionToo() {
        VirtualRouter router = started(settings(100, SECOND, false));
        router.received(said(0), OTHER);
        assertThat(router.untilTimeout()).contains(Timing.skew(100, SECOND));
    }

    @Test
    void shouldWaitAsTheMastersIntervalAsks() {
        Duration slow = Duration.ofSeconds(5);
        VirtualRouter router = started(settings(100));
        router.received(said(200, slow), OTHER);
        assertThat(router.untilTimeout()).contains(Timing.masterDown(100, slow));
        router.received(said(0, slow), OTHER);
        assertThat(router.untilTimeout()).contains(Timing.skew(100, slow));
        pass(router, slow);
        assertThat(router.untilTimeout())
                .as("a master speaks in its own interval")
                .contains(SECOND);
    }

    @Test
    void shouldNotWaitAsAWorseMasterAsks() {
        VirtualRouter router = started(settings(100));
        router.received(said(50, Duration.ofSeconds(40)), OTHER);
        assertThat(router.untilTimeout()).contains(Timing.masterDown(100, SECOND));
        router.received(said(0, Duration.ofSeconds(40)), OTHER);
        assertThat(router.untilTimeout()).contains(Timing.skew(100, SECOND));
    }

    @Test
    void shouldStepBackForABetterMaster() {
        VirtualRouter router = master(settings(100));
        router.received(said(101, Duration.ofSeconds(2)), OTHER);
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        assertThat(notebook.news()).containsExactly("give");
        assertThat(router.untilTimeout()).contains(Timing.masterDown(100, Duration.ofSeconds(2)));
    }

    @Test
    void shouldStepBackForABetterMasterWithoutPreemptionToo() {
        VirtualRouter router = master(settings(100, SECOND, false));
        router.received(said(101), OTHER);
        assertThat(router.role())
                .as("preemption is about backups; two masters cannot both stay")
                .isEqualTo(Role.BACKUP);
    }

    @Test
    void shouldDecideAmongEqualMastersByAddress() {
        VirtualRouter router = master(settings(100));
        router.received(said(100), peer("10.0.0.127"));
        assertThat(router.role()).as("10.0.0.128 is greater").isEqualTo(Role.MASTER);
        router.received(said(100), peer("10.0.0.129"));
        assertThat(router.role()).isEqualTo(Role.BACKUP);
    }

    @Test
    void shouldAnswerAWorseMasterAtOnce() {
        VirtualRouter router = master(settings(100));
        pass(router, SECOND.dividedBy(2));
        router.received(said(99), peer("10.0.0.200"));
        assertThat(router.role()).isEqualTo(Role.MASTER);
        assertThat(notebook.news())
                .as("so that it hears who is better, and the neighbours who serves")
                .containsExactly("say 100", "take");
        assertThat(router.untilTimeout())
                .as("its own rhythm goes on")
                .contains(SECOND.dividedBy(2));
    }

    @Test
    void shouldSpeakAtOnceWhenAnotherMasterSaysFarewell() {
        VirtualRouter router = master(settings(100));
        pass(router, SECOND.dividedBy(2));
        router.received(said(0), OTHER);
        assertThat(router.role()).isEqualTo(Role.MASTER);
        assertThat(notebook.news())
                .as("the backups heard it, too, and the neighbours may be misled")
                .containsExactly("say 100", "take");
        assertThat(router.untilTimeout()).contains(SECOND);
    }

    @Test
    void shouldGiveTheAddressBackBeforeItSaysFarewell() {
        VirtualRouter router = master(settings(100));
        router.stop();
        assertThat(router.role()).isEqualTo(Role.INITIALIZE);
        assertThat(notebook.news()).containsExactly("give", "say 0");
        assertThat(router.untilTimeout()).isEmpty();
        router.stop();
        assertThat(notebook.news()).isEmpty();
    }

    @Test
    void shouldStopSilentlyAsABackup() {
        VirtualRouter router = started(settings(100));
        router.received(said(200), OTHER);
        router.stop();
        assertThat(notebook.news()).as("a farewell would end a master that is well").isEmpty();
        pass(router, SECOND.multipliedBy(100));
        assertThat(router.role()).isEqualTo(Role.INITIALIZE);
    }

    @Test
    void shouldBeginAnewAfterAStop() {
        VirtualRouter router = started(settings(100));
        router.received(said(200, Duration.ofSeconds(30)), OTHER);
        router.stop();
        router.start();
        assertThat(router.untilTimeout())
                .as("the old master's interval is forgotten")
                .contains(Timing.masterDown(100, SECOND));
        pass(router, SECOND);
        router.start();
        assertThat(router.untilTimeout())
                .as("a second start changes nothing")
                .contains(Timing.masterDown(100, SECOND).minus(SECOND));
    }

    @Test
    void shouldRefuseSettingsThatCannotBe() {
        assertThatThrownBy(() -> settings(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings(256)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings(1, Duration.ofMillis(15), true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings(1, Duration.ofSeconds(41), true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private VirtualRouter started(Settings settings) {
        var router = new VirtualRouter(settings, SELF, clock, notebook);
        router.start();
        return router;
    }

    private VirtualRouter master(Settings settings) {
        VirtualRouter router = started(settings);
        pass(router, Timing.masterDown(settings.priority(), settings.interval()));
        assertThat(router.role()).isEqualTo(Role.MASTER);
        notebook.news();
        return router;
    }

    private void pass(VirtualRouter router, Duration time) {
        clock.advance(time);
        router.timeout();
    }
}
