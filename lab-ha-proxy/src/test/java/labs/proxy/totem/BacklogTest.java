package labs.proxy.totem;

import static labs.proxy.totem.Samples.backlog;
import static labs.proxy.totem.Samples.data;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class BacklogTest {
    @Test
    void shouldKnowUpToWhereItHasAll() {
        Backlog backlog = backlog(1, 2, 5);
        assertThat(backlog.aru()).isEqualTo(2);
        backlog.add(data(4));
        assertThat(backlog.aru()).isEqualTo(2);
        backlog.add(data(3));
        assertThat(backlog.aru()).as("4 and 5 waited for it").isEqualTo(5);
    }

    @Test
    void shouldKnowWhatMisses() {
        Backlog backlog = backlog(1, 3, 6);
        assertThat(backlog.missing(8, 99)).containsExactly(2L, 4L, 5L, 7L, 8L);
        assertThat(backlog.missing(8, 2)).containsExactly(2L, 4L);
        assertThat(backlog.missing(1, 99)).isEmpty();
    }

    @Test
    void shouldTakeEachMessageOnce() {
        Backlog backlog = backlog(1, 2, 4);
        assertThat(backlog.add(data(2))).isFalse();
        assertThat(backlog.add(data(4))).isFalse();
        backlog.discard(2);
        assertThat(backlog.add(data(1))).as("a late copy of what is done with").isFalse();
        assertThat(backlog.from(1)).containsExactly(data(4));
    }
}
