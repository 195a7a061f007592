package labs.proxy.totem;

import static labs.proxy.totem.Samples.backlog;
import static labs.proxy.totem.Samples.data;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class DeliveryTest {
    private final Delivery delivery = new Delivery();

    @Test
    void shouldDeliverInOrderUpToTheFirstHole() {
        Backlog backlog = backlog(1, 2, 4);
        assertThat(delivery.next(backlog, 0)).contains(data(1));
        assertThat(delivery.next(backlog, 0)).contains(data(2));
        assertThat(delivery.next(backlog, 0)).isEmpty();
        backlog.add(data(3));
        assertThat(delivery.next(backlog, 0)).contains(data(3));
        assertThat(delivery.delivered()).isEqualTo(3);
    }

    @Test
    void shouldLetWhatIsToBeSafeWaitAndAllBehindIt() {
        var backlog = new Backlog();
        backlog.add(data(1, 1, true));
        backlog.add(data(2, 1, false));
        assertThat(delivery.next(backlog, 0)).isEmpty();
        assertThat(delivery.next(backlog, 1)).contains(data(1, 1, true));
        assertThat(delivery.next(backlog, 1)).contains(data(2, 1, false));
    }

    @Test
    void shouldDeliverTheRestWhenTheRingIsOver() {
        var backlog = new Backlog();
        backlog.add(data(1, 1, false));
        backlog.add(data(2, 3, true));
        backlog.add(data(3, 1, false));
        backlog.add(data(5, 3, false));
        backlog.add(data(6, 1, false));
        delivery.next(backlog, 0);
        assertThat(delivery.rest(backlog, Set.of(1, 2)))
                .as("4 is lost, and 5 may answer it: its sender 3 has gone")
                .containsExactly(data(2, 3, true), data(3, 1, false), data(6, 1, false));
    }
}
