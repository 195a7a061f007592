package labs.proxy.totem;

import static labs.proxy.totem.Samples.NEXT;
import static labs.proxy.totem.Samples.RING;
import static labs.proxy.totem.Samples.backlog;
import static labs.proxy.totem.Samples.data;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SortedMap;
import java.util.TreeMap;
import labs.proxy.totem.TotemMessage.Data;
import labs.proxy.totem.TotemMessage.Past;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class RecoveryTest {
    private final SortedMap<Integer, Past> pasts = new TreeMap<>();
    private final Backlog backlog = backlog(1, 2, 3, 5);

    RecoveryTest() {
        pasts.put(1, new Past(RING, 3, 1));
        pasts.put(2, new Past(RING, 2, 2));
        pasts.put(4, new Past(new RingId(6, 4), 0, 0));
    }

    private Recovery recovery() {
        return new Recovery(RING, backlog, pasts);
    }

    private Data of(long seq, int sender, Payload payload) {
        return new Data(NEXT, seq, sender, payload);
    }

    @Test
    void shouldKnowWhoComesFromTheSameRing() {
        assertThat(recovery().together()).containsExactlyInAnyOrder(1, 2);
        assertThat(recovery().safe()).as("2 knew more").isEqualTo(2);
    }

    @Test
    void shouldBringWhatAnotherMayMiss() {
        assertThat(recovery().queue())
                .containsExactly(
                        new Payload.Recovered(data(3)),
                        new Payload.Recovered(data(5)),
                        new Payload.Done());
    }

    @Test
    void shouldNotBringWhatAnotherHasBrought() {
        Recovery recovery = recovery();
        recovery.hear(of(1, 2, new Payload.Recovered(data(3))));
        assertThat(recovery.queue())
                .containsExactly(new Payload.Recovered(data(5)), new Payload.Done());
    }

    @Test
    void shouldLearnOnlyOfItsOwnRing() {
        Recovery recovery = recovery();
        var foreign = new Data(new RingId(6, 4), 4, 4, new Payload.Text("4/1/4", false));
        recovery.hear(of(1, 4, new Payload.Recovered(foreign)));
        assertThat(backlog.aru()).isEqualTo(3);
        recovery.hear(of(2, 2, new Payload.Recovered(data(4))));
        assertThat(backlog.aru()).isEqualTo(5);
    }

    @Test
    void shouldBeOverWhenAllKnowThatAllAreDone() {
        Recovery recovery = recovery();
        recovery.hear(of(1, 1, new Payload.Done()));
        recovery.hear(of(2, 2, new Payload.Done()));
        assertThat(recovery.isOver(9)).as("4 is not done").isFalse();
        recovery.hear(of(3, 4, new Payload.Done()));
        assertThat(recovery.isOver(2)).as("not all have heard of the last").isFalse();
        assertThat(recovery.isOver(3)).isTrue();
    }
}
