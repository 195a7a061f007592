package labs.compute.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ArrivalsTest {
    private final Arrivals arrivals = new Arrivals(2);

    @Test
    void shouldBeCompleteWhenBothHaveEndedAndAllHasCome() {
        arrivals.chunk();
        arrivals.end(0, 1);
        assertThat(arrivals.isComplete()).as("the other has not ended").isFalse();
        arrivals.end(1, 2);
        arrivals.chunk();
        assertThat(arrivals.isComplete()).as("one is on its way").isFalse();
        arrivals.chunk();
        assertThat(arrivals.isComplete()).isTrue();
    }

    @Test
    void shouldTakeAnEndForWhatItIsHoweverEarlyItComes() {
        arrivals.end(0, 1);
        arrivals.end(1, 0);
        assertThat(arrivals.isComplete()).isFalse();
        arrivals.chunk();
        assertThat(arrivals.isComplete()).isTrue();
    }

    @Test
    void shouldCountAProducersEndOnce() {
        arrivals.end(0, 0);
        arrivals.end(0, 0);
        assertThat(arrivals.isComplete()).as("the other has not ended").isFalse();
        arrivals.end(1, 0);
        assertThat(arrivals.isComplete()).isTrue();
    }
}
