package labs.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfinedTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"LAB_KAFKA", "LAB_DOCKER", "TESTCONTAINERS_RYUK_DISABLED", "DOCKER_HOST"})
    void shouldTellTheTestsWhichServersAndEnginesThereAre(String name) {
        assertThat(Confined.isPassedOn(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"LAB_HOME", "JAVA_TOOL_OPTIONS", "GITHUB_TOKEN", "DOCKER_AUTH_CONFIG"})
    void shouldKeepEverythingElse(String name) {
        assertThat(Confined.isPassedOn(name)).isFalse();
    }
}
