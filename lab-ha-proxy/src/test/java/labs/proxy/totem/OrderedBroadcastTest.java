package labs.proxy.totem;

import static labs.proxy.totem.Samples.RING;
import static labs.proxy.totem.Samples.data;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import labs.proxy.totem.TotemMessage.Data;
import labs.proxy.totem.TotemMessage.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class OrderedBroadcastTest {
    private final OrderedBroadcast one = new OrderedBroadcast(RING, 1);
    private final Queue<Payload> queue = new ArrayDeque<>();

    private Token token(long hop, long seq, long aru, int behind, Long... missing) {
        return new Token(RING, hop, seq, aru, behind, new TreeSet<>(Set.of(missing)));
    }

    private void enqueue(int count) {
        for (int i = 0; i < count; i++) {
            queue.add(new Payload.Text("t" + i, false));
        }
    }

    @Test
    void shouldGiveTheNextNumbersToWhatWaits() {
        enqueue(2);
        OrderedBroadcast.Visit visit = one.visit(token(4, 0, 0, TotemMessage.NOBODY), queue);
        assertThat(visit.broadcast())
                .containsExactly(
                        new Data(RING, 1, 1, new Payload.Text("t0", false)),
                        new Data(RING, 2, 1, new Payload.Text("t1", false)));
        assertThat(visit.token()).isEqualTo(token(5, 2, 2, TotemMessage.NOBODY));
        assertThat(one.backlog().aru()).as("it has what it sent").isEqualTo(2);
    }

    @Test
    void shouldSendNoMoreThanTheWindow() {
        enqueue(OrderedBroadcast.WINDOW + 3);
        one.visit(token(0, 0, 0, TotemMessage.NOBODY), queue);
        assertThat(queue).hasSize(3);
    }

    @Test
    void shouldSendAgainWhatIsAskedForAndAskForWhatItMisses() {
        one.backlog().add(data(1, 0, false));
        one.backlog().add(data(3, 0, false));
        OrderedBroadcast.Visit visit = one.visit(token(4, 4, 0, 2, 1L, 2L), queue);
        assertThat(visit.broadcast()).containsExactly(data(1, 0, false));
        assertThat(visit.token().missing())
                .as("2 still misses, to both; 4 to this one")
                .containsExactly(2L, 4L);
    }

    @Test
    void shouldLeaveAskedForWhatTheWindowDoesNotHold() {
        var asked = new TreeSet<Long>();
        for (long seq = 1; seq <= OrderedBroadcast.WINDOW + 2; seq++) {
            one.backlog().add(data(seq, 0, false));
            asked.add(seq);
        }
        enqueue(1);
        var token = new Token(RING, 4, asked.last(), 0, 2, asked);
        OrderedBroadcast.Visit visit = one.visit(token, queue);
        assertThat(visit.broadcast()).hasSize(OrderedBroadcast.WINDOW);
        assertThat(visit.token().missing())
                .as("somebody still misses them")
                .containsExactly(9L, 10L);
        assertThat(queue).as("what is old goes first").hasSize(1);
    }

    @Test
    void shouldLowerTheAruIfItHasLess() {
        one.backlog().add(data(1, 0, false));
        Token passed = one.visit(token(4, 3, 3, TotemMessage.NOBODY), queue).token();
        assertThat(passed).isEqualTo(token(5, 3, 1, 1, 2L, 3L));
    }

    @Test
    void shouldLeaveAnAruThatAnotherLowered() {
        for (long seq = 1; seq <= 3; seq++) {
            one.backlog().add(data(seq, 0, false));
        }
        Token passed = one.visit(token(4, 3, 1, 2), queue).token();
        assertThat(passed.aru()).as("only who is behind may raise it").isEqualTo(1);
        assertThat(passed.behind()).isEqualTo(2);
    }

    @Test
    void shouldRaiseTheAruThatItLowered() {
        one.visit(token(4, 3, 3, TotemMessage.NOBODY), queue);
        one.backlog().add(data(1, 0, false));
        assertThat(one.visit(token(8, 3, 0, 1), queue).token())
                .isEqualTo(token(9, 3, 1, 1, 2L, 3L));
        one.backlog().add(data(2, 0, false));
        one.backlog().add(data(3, 0, false));
        assertThat(one.visit(token(12, 3, 1, 1), queue).token())
                .isEqualTo(token(13, 3, 3, TotemMessage.NOBODY));
    }

    @Test
    void shouldKnowWhatIsSafeAfterTwoVisits() {
        enqueue(3);
        one.visit(token(0, 0, 0, TotemMessage.NOBODY), queue);
        assertThat(one.safe()).as("nobody else has them yet").isZero();
        one.visit(token(3, 3, 2, 2), queue);
        assertThat(one.safe()).as("somebody on the way had 2").isEqualTo(2);
        one.visit(token(6, 3, 3, TotemMessage.NOBODY), queue);
        assertThat(one.safe())
                .as("3 was raised after this one passed 2 on: a full turn is needed")
                .isEqualTo(2);
        one.visit(token(9, 3, 3, TotemMessage.NOBODY), queue);
        assertThat(one.safe()).isEqualTo(3);
    }

    @Test
    void shouldNameMembersInTheOrderOfTheRing() {
        var ring = new Ring(RING, new TreeSet<>(List.of(4, 1, 3)), 1);
        assertThat(ring.after(1)).isEqualTo(3);
        assertThat(ring.after(4)).isEqualTo(1);
    }
}
