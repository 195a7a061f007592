package labs.cluster.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import labs.cluster.Capability;
import labs.cluster.Provision;
import labs.cluster.RealSystem;
import org.junit.jupiter.api.Test;

final class NeedsConditionTest {
    @Test
    void shouldSkipWhatCannotBeDoneAndSayWhy() {
        var result =
                NeedsCondition.judge(
                        RealSystem.KAFKA,
                        Provision.YOURS,
                        List.of(Capability.KILL, Capability.PAUSE));

        assertThat(result.isDisabled()).isTrue();
        assertThat(result.getReason())
                .hasValue(
                        "Kafka is yours here, which does not allow to kill, pause;"
                                + " unset LAB_KAFKA and LAB_CLUSTER");
    }

    @Test
    void shouldRunWhatCanBeDone() {
        var result =
                NeedsCondition.judge(
                        RealSystem.KAFKA, Provision.CONTAINERS, List.of(Capability.KILL));
        assertThat(result.isDisabled()).isFalse();
    }
}
