package labs.zookeeper.zab;

import static org.assertj.core.api.Assertions.assertThat;

import labs.kit.sim.Weather;
import labs.kit.sim.World;
import labs.zookeeper.zab.ZabMessage.Ack;
import labs.zookeeper.zab.ZabMessage.AckEpoch;
import labs.zookeeper.zab.ZabMessage.FollowerInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One leader, handed by the test what its followers would say; no time passes. */
@Timeout(10)
class ZabPhasesTest {
    private final World<ZabMessage> world =
            new World<>(
                    1, 3, Weather.fair(), machine -> new SimulatedZab(machine, (id, node) -> {}));
    private final ZabNode leader = ((SimulatedZab) world.node(0).orElseThrow()).zab();

    private void elect() {
        leader.elected(new Vote(0, 0, Zxid.ZERO), 1);
        leader.receive(1, new FollowerInfo(Promise.NONE));
    }

    @Test
    void shouldNotBePrimaryBeforeAMajorityHasItsLogOnDisk() {
        elect();
        leader.receive(1, new AckEpoch(1, 0, Zxid.ZERO));
        assertThat(leader.isPrimary()).as("a majority agreed to the epoch, no more").isFalse();

        leader.receive(1, new Ack(1, Zxid.ZERO));
        assertThat(leader.isPrimary()).as("a majority has its log").isTrue();
    }

    @Test
    void shouldNotLeadWhenAFollowerHasMoreHistory() {
        elect();
        leader.receive(1, new AckEpoch(1, 1, new Zxid(1, 1)));

        assertThat(leader.stage()).isEqualTo(ZabMessage.Stage.LOOKING);
    }

    @Test
    void shouldLookForAHigherEpochWhenAFollowerPromisedThisOneToAnother() {
        elect();
        leader.receive(2, new FollowerInfo(new Promise(1, 2)));

        assertThat(leader.stage()).isEqualTo(ZabMessage.Stage.LOOKING);
    }

    @Test
    void shouldNotCountWhatWasSaidInAnotherEpoch() {
        elect();
        leader.receive(1, new AckEpoch(7, 0, Zxid.ZERO));
        leader.receive(1, new Ack(7, Zxid.ZERO));

        assertThat(leader.isPrimary()).isFalse();
    }
}
