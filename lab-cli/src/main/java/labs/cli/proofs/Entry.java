package labs.cli.proofs;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SortedMap;
import java.util.TreeMap;
import labs.cli.verify.Outcome;

/**
 * The last proof of one part of the course.
 *
 * @param fingerprint of what it stood on; empty when it was disproved since
 * @param parts the hash of each part of that, to tell what has changed
 * @param proved when, in UTC
 * @param claims how many were tried
 * @param tests of the reference that ran
 * @param skipped tests that could not run on that machine
 * @param seconds that it took there
 * @param caught the test that caught each planted mistake, which is run first the next time
 */
record Entry(
        String fingerprint,
        SortedMap<String, String> parts,
        String proved,
        int claims,
        int tests,
        int skipped,
        long seconds,
        SortedMap<String, String> caught) {
    Entry {
        parts = new TreeMap<>(parts);
        caught = new TreeMap<>(caught);
        Instant.parse(proved); // or the ledger is no ledger
    }

    static Entry of(Fingerprint stoodOn, Instant now, Outcome outcome) {
        return new Entry(
                stoodOn.value(),
                stoodOn.parts(),
                now.truncatedTo(ChronoUnit.SECONDS).toString(),
                outcome.passed(),
                outcome.tests(),
                outcome.skipped(),
                outcome.time().toSeconds(),
                new TreeMap<>(outcome.caught()));
    }

    /** The same, without the claim that anything holds. */
    Entry disproved() {
        return new Entry("", new TreeMap<>(), proved, claims, tests, skipped, seconds, caught);
    }

    boolean stoodOn(Fingerprint now) {
        return fingerprint.equals(now.value());
    }

    Fingerprint standsOn() {
        return new Fingerprint(parts);
    }

    Instant when() {
        return Instant.parse(proved);
    }

    Duration took() {
        return Duration.ofSeconds(seconds);
    }
}
