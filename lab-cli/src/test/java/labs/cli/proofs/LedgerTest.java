package labs.cli.proofs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import labs.cli.SyntheticCourse;
import labs.cli.course.Repository;
import labs.cli.terminal.Console;
import labs.cli.verify.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {
    private static final Fingerprint FINGERPRINT = Fingerprint.of(Map.of("files", List.of("a")));
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06.789Z");

    @TempDir Path dir;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private Ledger ledger() {
        PrintStream print = new PrintStream(said, true, UTF_8);
        return new Ledger(Repository.at(dir), Console.plain(print, print));
    }

    private static Entry entry() {
        Map<String, String> caught = Map.of("toy-1-zero", "labs.toy.AdderTest#shouldAdd");
        Duration took = Duration.ofSeconds(90);
        return Entry.of(FINGERPRINT, NOW, new Outcome(7, 0, 0, 4, 1, took, caught));
    }

    @Test
    void shouldReadWhatItWrote() throws IOException {
        ledger().proved("toy", entry());

        assertThat(ledger().entry("toy")).contains(entry());
        assertThat(ledger().caught("toy"))
                .containsEntry("toy-1-zero", "labs.toy.AdderTest#shouldAdd");
        assertThat(Files.readString(dir.resolve(Repository.PROOFS)))
                .contains("\"format\" : 1", "\"2026-02-03T04:05:06Z\"", "\"claims\" : 7")
                .endsWith("}\n");
        assertThat(dir.resolve("docs")).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void shouldKeepWhatAnotherProvedMeanwhile() {
        Ledger first = ledger();
        Ledger second = ledger();
        assertThat(first.entries()).isEmpty();
        assertThat(second.entries()).isEmpty();

        first.proved("one", entry());
        second.proved("two", entry());

        assertThat(ledger().entries()).containsOnlyKeys("one", "two");
    }

    @Test
    void shouldTakeAClaimBackAndKeepWhatHelpsTheNextProof() {
        ledger().proved("toy", entry());

        ledger().disproved("toy");
        ledger().disproved("never proved");

        Entry left = ledger().entry("toy").orElseThrow();
        assertThat(left.stoodOn(FINGERPRINT)).isFalse();
        assertThat(left.caught()).isEqualTo(entry().caught());
        assertThat(ledger().entries()).containsOnlyKeys("toy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"format\": 0, \"proofs\": {}}",
                "{\"format\": 2, \"proofs\": {}}",
                "{\"format\": 1}",
                "{\"format\": 1, \"proofs\": {\"toy\": {}}}",
                "{\"format\": 1, \"proofs\": {\"toy\": null}}",
                "{\"format\": 1, \"proofs\": {}, \"more\": 1}",
                "<<<<<<< ours\n{\"format\": 1}"
            })
    void shouldCountNothingAsProvedByAFileThatIsNoLedger(String text) {
        SyntheticCourse.write(dir.resolve(Repository.PROOFS), text);

        assertThat(ledger().entries()).isEmpty();

        assertThat(said.toString(UTF_8))
                .startsWith("lab: docs/proofs.json: ")
                .endsWith("; nothing counts as proved\n")
                .hasLineCount(1);
        ledger().proved("toy", entry());
        assertThat(ledger().entries()).containsOnlyKeys("toy");
    }

    @Test
    void shouldSayOnceThatThereIsNone() {
        Ledger ledger = ledger();

        assertThat(ledger.entries()).isEmpty();
        assertThat(ledger.entry("toy")).isEmpty();

        assertThat(said.toString(UTF_8))
                .isEqualTo("lab: docs/proofs.json: there is none yet; nothing counts as proved\n");
    }

    @Test
    void shouldLeaveTheOldOneWhereTheNewOneIsNotComplete() throws IOException {
        ledger().proved("toy", entry());
        SyntheticCourse.write(dir.resolve("target/lab/proofs.new"), "{\"format\": 1, \"pro");

        assertThat(ledger().entries()).containsOnlyKeys("toy");
        ledger().proved("other", entry());
        assertThat(ledger().entries()).containsOnlyKeys("toy", "other");
    }
}
