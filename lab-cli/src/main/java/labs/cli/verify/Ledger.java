package labs.cli.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import labs.cli.problem.CourseException;
import labs.cli.run.BuildException;
import labs.cli.terminal.Console;
import labs.cli.terminal.Progress;

/** Tries proofs, prints each outcome as one line with its time, and counts. Thread-safe. */
final class Ledger implements AutoCloseable {
    private static final int WIDTH = 72;

    private final Console console;
    private final Progress progress;
    private final List<String> disproved = new ArrayList<>(); // guarded by this
    private int passed; // guarded by this
    private int failed; // guarded by this

    Ledger(Console console) {
        this.console = console;
        this.progress = console.progress("verifying");
    }

    /** Returns whether the claim holds. */
    boolean tryOut(Proof proof) {
        long start = System.nanoTime();
        progress.now("verifying: " + proof.claim());
        Evidence evidence = evidence(proof);
        record(proof.claim(), evidence, Duration.ofNanos(System.nanoTime() - start));
        return evidence.holds();
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

    /**
     * Prints what does not hold once more, since it may stand hundreds of lines above, and the sum
     * on a line of its own, in a form that machines read.
     */
    synchronized void sum() {
        disproved.forEach(line -> console.line("%s", line));
        console.line("labs: %d passed, %d failed", passed, failed);
    }

    synchronized boolean allHold() {
        return failed == 0;
    }

    @Override
    public void close() {
        progress.close();
    }
}
