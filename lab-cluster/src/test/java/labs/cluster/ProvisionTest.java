package labs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProvisionTest {
    @Test
    void shouldBeEmbeddedUnlessTheEnvironmentSaysOtherwise() {
        assertThat(Provision.of(RealSystem.KAFKA, Map.of())).isEqualTo(Provision.EMBEDDED);
        assertThat(Provision.of(RealSystem.KAFKA, Map.of("LAB_CLUSTER", " ")))
                .isEqualTo(Provision.EMBEDDED);
        assertThat(Provision.of(RealSystem.KAFKA, Map.of("LAB_CLUSTER", "containers")))
                .isEqualTo(Provision.CONTAINERS);
    }

    @Test
    void shouldPreferARunningSystemOfThatKindAlone() {
        var environment = Map.of("LAB_KAFKA", "host:9092", "LAB_CLUSTER", "native");
        assertThat(Provision.of(RealSystem.KAFKA, environment)).isEqualTo(Provision.YOURS);
        assertThat(Provision.of(RealSystem.MYSQL, environment)).isEqualTo(Provision.NATIVE);
    }

    @Test
    void shouldSayWhichWaysThereAre() {
        assertThatThrownBy(() -> Provision.of(RealSystem.KAFKA, Map.of("LAB_CLUSTER", "docker")))
                .hasMessage("LAB_CLUSTER is \"docker\"; expected embedded, native or containers");
        assertThat(Provision.NATIVE.notFor(RealSystem.KAFKA, Provision.EMBEDDED))
                .hasMessage(
                        "there is no native Kafka here. Set LAB_CLUSTER to embedded, or LAB_KAFKA"
                                + " to HOST:PORT,HOST:PORT of a running one");
    }

    @Test
    void shouldAllowNoHarmToWhatIsYours() {
        for (Capability capability : Capability.values()) {
            assertThat(Provision.YOURS.allows(capability)).isFalse();
            assertThat(Provision.EMBEDDED.allows(capability)).isTrue();
        }
        assertThat(Provision.CONTAINERS.allows(Capability.KILL)).isTrue();
        assertThat(Provision.CONTAINERS.allows(Capability.CUT)).isFalse();
    }
}
