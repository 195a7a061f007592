package labs.cli.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import labs.cli.problem.CourseException;
import labs.cli.run.BuildException;
import labs.cli.terminal.Console;
import labs.cli.terminal.Progress;

/**
 * Tries the proofs of one part of the course, prints each outcome as one line with its time, and
 * counts. Thread-safe.
 */
final class Tally {
    private static final int WIDTH = 72;

    private final Console console;
    private final Progress progress;
    private final TimeBudget budget;
    private final long start = System.nanoTime();
    private final List<String> disproved = new ArrayList<>(); // guarded by this
    private int passed; // guarded by this
    private int failed; // guarded by this
    private int untried; // guarded by this

    Tally(Console console, Progress progress, TimeBudget budget) {
        this.console = console;
        this.progress = progress;
        this.budget = budget;
    }

    /** Tries the claim, if there is time left for it. */
    void tryOut(Proof proof) {
        if (budget.isSpent()) {
            leftOut();
            return;
        }
        long begin = System.nanoTime();
        progress.now("verifying: " + proof.claim());
        record(proof.claim(), evidence(proof), since(begin));
    }

    private synchronized void leftOut() {
        untried++;
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static Evidence evidence(Proof proof) {
        try {
            return proof.trial().get();
        } catch (CourseException | BuildException broken) {
            return Evidence.disproved(broken.getMessage().lines().toList());
        }
    }

    private synchronized void record(String claim, Evidence evidence, Duration time) {
        String sign = evidence.holds() ? console.green("✓") : console.red("✗");
        String detail = evidence.detail().isEmpty() ? "" : " (" + evidence.detail() + ")";
        String line = claim + detail;
        String padding = " ".repeat(Math.max(1, WIDTH - line.length()));
        console.line("%s %s%s%6.1f s", sign, line, padding, time.toMillis() / 1000.0);
        evidence.against().forEach(why -> console.line("    %s", why));
        if (evidence.holds()) {
            passed++;
            return;
        }
        disproved.add(sign + " " + claim);
        evidence.against().forEach(why -> disproved.add("    " + why));
        failed++;
    }

    /** Something that is not tried here. */
    void elsewhere(String claim) {
        console.line("%s %s", console.faint("–"), claim);
    }

    /** What does not hold, and why. */
    synchronized List<String> disproved() {
        return List.copyOf(disproved);
    }

    synchronized Outcome outcome(Findings findings) {
        return new Outcome(
                passed,
                failed,
                untried,
                findings.tests(),
                findings.skipped(),
                since(start),
                findings.caught());
    }
}
