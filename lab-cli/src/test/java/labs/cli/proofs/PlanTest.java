package labs.cli.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import labs.cli.proofs.Plan.Step;
import labs.cli.verify.Outcome;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final Fingerprint THEN = Fingerprint.of(Map.of("its own files", List.of("a 1")));
    private static final Fingerprint NOW = Fingerprint.of(Map.of("its own files", List.of("a 2")));

    private static Step step(String part, int day, Fingerprint now) {
        Instant proved = Instant.parse("2026-01-%02dT00:00:00Z".formatted(day));
        Outcome outcome = new Outcome(1, 0, 0, 1, 0, Duration.ZERO, Map.of());
        boolean inTurn = !part.endsWith(".md");
        return new Step(
                part, inTurn, Optional.of(now), Optional.of(Entry.of(THEN, proved, outcome)));
    }

    private static List<String> names(List<Step> steps) {
        return steps.stream().map(Step::part).toList();
    }

    @Test
    void shouldTakeTheOldestProofFirstAndThatOfNoProofBeforeAll() {
        Step never = new Step("c", true, Optional.of(NOW), Optional.empty());
        Plan plan = Plan.of(List.of(step("a", 3, NOW), step("b", 2, NOW), never));

        assertThat(names(plan.steps())).containsExactly("c", "b", "a");
        assertThat(never.reason()).isEqualTo("never proved");
        assertThat(plan.steps().get(1).reason())
                .isEqualTo("changed since its proof of 2026-01-02T00:00:00Z: its own files");
    }

    @Test
    void shouldAddTheUnchangedChapterWhoseProofIsTheOldest() {
        Plan plan =
                Plan.of(
                        List.of(
                                step("README.md", 1, THEN),
                                step("a", 9, NOW),
                                step("b", 5, THEN),
                                step("c", 4, THEN)));

        assertThat(names(plan.steps())).containsExactly("a", "c");
        assertThat(names(plan.unchanged())).containsExactly("README.md", "b");
    }

    @Test
    void shouldProveAgainWhatWasDisprovedThoughNothingHasChanged() {
        Step good = step("a", 1, THEN);
        Step bad = new Step("a", true, good.now(), good.last().map(Entry::disproved));

        assertThat(bad.isChanged()).isTrue();
        assertThat(bad.reason()).startsWith("disproved since");
    }

    @Test
    void shouldProveWhatItCannotTakeTheFingerprintOf() {
        Step good = step("a", 1, THEN);

        assertThat(new Step("a", true, Optional.empty(), good.last()).isChanged()).isTrue();
    }
}
