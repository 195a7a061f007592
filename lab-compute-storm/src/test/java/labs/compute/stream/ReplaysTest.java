package labs.compute.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class ReplaysTest {
    private final Replays<String> replays = new Replays<>(2, 3);

    @Test
    void shouldSendEachValueOnceUnderAnIdOfItsOwn() {
        Iterator<String> source = List.of("a", "b").iterator();
        assertThat(replays.next(source)).contains(new Message<>(1, "a", 1));
        assertThat(replays.next(source)).contains(new Message<>(2, "b", 1));
        assertThat(replays.ack(1)).isTrue();
        assertThat(replays.ack(2)).isTrue();
        assertThat(replays.next(source)).as("the source is at its end").isEmpty();
        assertThat(replays.unfinished()).as("all was acked").isZero();
    }

    @Test
    void shouldHoldNewValuesBackWhileTooManyAreOnTheirWay() {
        Iterator<String> source = Collections.nCopies(9, "a").iterator();
        replays.next(source);
        replays.next(source);
        assertThat(replays.next(source)).as("two may be pending").isEmpty();
        replays.ack(1);
        assertThat(replays.next(source)).as("one was acked").isPresent();
    }

    @Test
    void shouldCountWhatWaitsToBeSentAgainAmongThePending() {
        Iterator<String> source = Collections.nCopies(9, "a").iterator();
        replays.next(source);
        replays.next(source);
        replays.fail(1);
        replays.fail(2);
        assertThat(replays.unfinished()).isEqualTo(2);
        assertThat(replays.next(source)).contains(new Message<>(1, "a", 2));
        assertThat(replays.next(source)).contains(new Message<>(2, "a", 2));
        assertThat(replays.next(source)).as("both are on their way again").isEmpty();
    }

    @Test
    void shouldSendWhatFailedBeforeAnythingNew() {
        Iterator<String> source = List.of("a", "b", "c").iterator();
        replays.next(source);
        replays.fail(1);
        assertThat(replays.next(source)).contains(new Message<>(1, "a", 2));
    }

    @Test
    void shouldGiveUpAMessageThatFailsAsOftenAsItMay() {
        Iterator<String> source = List.of("poison").iterator();
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThat(replays.next(source)).contains(new Message<>(1, "poison", attempt));
            assertThat(replays.fail(1)).as("after attempt " + attempt + " of 3").isEmpty();
        }
        replays.next(source);
        assertThat(replays.fail(1))
                .as("after attempt 3 of 3")
                .contains(new Message<>(1, "poison", 3));
        assertThat(replays.next(source)).as("it is given up").isEmpty();
        assertThat(replays.unfinished()).as("it is given up").isZero();
    }

    @Test
    void shouldTakeNoNoticeOfWhatIsNotOnItsWay() {
        Iterator<String> source = List.of("a").iterator();
        replays.next(source);
        replays.fail(1);
        assertThat(replays.fail(1)).as("it failed already").isEmpty();
        assertThat(replays.ack(1)).as("it waits to be sent again").isFalse();
        replays.next(source);
        assertThat(replays.next(source)).as("sent again once, not twice").isEmpty();
        assertThat(replays.ack(1)).isTrue();
        assertThat(replays.ack(1)).as("acked already").isFalse();
        assertThat(replays.ack(77)).as("never sent").isFalse();
    }
}
