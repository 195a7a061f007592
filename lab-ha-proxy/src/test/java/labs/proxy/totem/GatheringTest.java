package labs.proxy.totem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import labs.proxy.totem.TotemMessage.Join;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class GatheringTest {
    private final Gathering gathering = new Gathering(1, Set.of(1, 2));

    private Join join(Set<Integer> processes, Set<Integer> failed) {
        return new Join(processes, failed, 40);
    }

    @Test
    void shouldAgreeWithWhoSaysTheSame() {
        assertThat(gathering.consensus()).isFalse();
        assertThat(gathering.hear(2, join(Set.of(1, 2), Set.of()))).isFalse();
        assertThat(gathering.consensus()).isTrue();
        assertThat(gathering.newest()).isEqualTo(40);
    }

    @Test
    void shouldTakeOverWhomOthersHaveHeardOf() {
        gathering.hear(2, join(Set.of(1, 2), Set.of()));
        assertThat(gathering.hear(2, join(Set.of(1, 2, 3), Set.of()))).isTrue();
        assertThat(gathering.members()).containsExactly(1, 2, 3);
        assertThat(gathering.consensus()).as("3 has not agreed").isFalse();
        gathering.hear(3, join(Set.of(1, 2, 3), Set.of()));
        assertThat(gathering.consensus()).isTrue();
    }

    @Test
    void shouldAskAllAnewWhenItsOpinionChanges() {
        gathering.hear(2, join(Set.of(1, 2), Set.of()));
        gathering.hear(3, join(Set.of(3), Set.of()));
        gathering.hear(3, join(Set.of(1, 2, 3), Set.of()));
        assertThat(gathering.consensus()).as("2 has agreed to something else").isFalse();
    }

    @Test
    void shouldGiveUpWhoDoesNotAgreeInTime() {
        gathering.hear(3, join(Set.of(1, 2, 3), Set.of()));
        gathering.expire();
        assertThat(gathering.members()).containsExactly(1, 3);
        assertThat(gathering.consensus()).as("3 does not know that 2 was given up").isFalse();
        assertThat(gathering.hear(2, join(Set.of(1, 2, 3), Set.of())))
                .as("who is given up is not heard")
                .isFalse();
        gathering.hear(3, join(Set.of(1, 2, 3), Set.of(2)));
        assertThat(gathering.consensus()).isTrue();
    }

    @Test
    void shouldGiveUpWhomOthersGiveUp() {
        gathering.hear(3, join(Set.of(1, 2, 3), Set.of(2)));
        assertThat(gathering.members()).containsExactly(1, 3);
        assertThat(gathering.consensus()).isTrue();
    }

    @Test
    void shouldGiveUpWhoGivesItUp() {
        gathering.hear(2, join(Set.of(1, 2, 3), Set.of(1, 3)));
        assertThat(gathering.members())
                .as("2 does not want it; what 2 says of 3 does not count")
                .containsExactly(1, 3);
    }

    @Test
    void shouldAgreeWithItselfWhenAlone() {
        gathering.expire();
        assertThat(gathering.members()).containsExactly(1);
        assertThat(gathering.consensus()).isTrue();
    }
}
