package labs.cli.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import labs.cli.course.Chapter;
import labs.cli.course.Repository;
import labs.cli.problem.CourseException;
import labs.cli.run.BuildException;
import labs.cli.run.ChapterBuild;
import labs.cli.terminal.Console;
import labs.cli.terminal.Progress;

/** Proves the course part by part, and prints each outcome. Confined to one thread. */
public final class Verification implements AutoCloseable {
    private final Repository repository;
    private final Console console;
    private final TimeBudget budget;
    private final Progress progress;
    private final Crew crew = new Crew();
    private final List<Tally> tallies = new ArrayList<>();

    public Verification(Repository repository, Console console, TimeBudget budget) {
        this.repository = repository;
        this.console = console;
        this.budget = budget;
        this.progress = console.progress("verifying");
    }

    /** Tries the claims about the course as a whole that need no run. */
    public Outcome course() {
        Tally tally = tally();
        crew.tryOut(new CourseProofs(repository).all(), tally);
        return tally.outcome(new Findings(Map.of()));
    }

    /** Tries the claims of the README at the root. */
    public Outcome readme() {
        Tally tally = tally();
        crew.run(readme(repository.root().resolve("README.md"), tally));
        return tally.outcome(new Findings(Map.of()));
    }

    /**
     * Tries every claim of a chapter.
     *
     * @param caughtBefore the test that caught each planted mistake the last time: it is run first
     */
    public Outcome chapter(
            Chapter chapter, Supplier<ChapterBuild> build, Map<String, String> caughtBefore) {
        Tally tally = tally();
        Findings findings = new Findings(caughtBefore);
        try (Workshop workshop = Workshop.open(chapter, build.get())) {
            ChapterProofs proofs = new ChapterProofs(workshop, findings);
            List<Runnable> work = new ArrayList<>(Crew.work(proofs.all(), tally));
            work.add(workshop::makeArchive);
            work.addAll(readme(chapter.readme(), tally)); // beside the mistakes: it takes longest
            work.addAll(Crew.work(new MistakeProofs(chapter, proofs).all(), tally));
            crew.run(work);
        } catch (CourseException | BuildException broken) {
            tally.tryOut(new Proof(chapter.name() + ": can be verified", () -> rethrow(broken)));
        }
        return tally.outcome(findings);
    }

    /** Whether the command is being ended, so that what failed since says nothing. */
    public boolean isInterrupted() {
        return crew.isStopped();
    }

    private Tally tally() {
        Tally tally = new Tally(console, progress, budget);
        tallies.add(tally);
        return tally;
    }

    private static Evidence rethrow(RuntimeException broken) {
        throw broken; // the tally prints it as any other disproof
    }

    /** What is on paper one by one; the commands one after the other, as a reader runs them. */
    private List<Runnable> readme(Path file, Tally tally) {
        List<Runnable> work = new ArrayList<>();
        try {
            ReadmeProofs readme = new ReadmeProofs(repository, file);
            work.add(() -> readme.run(tally));
            boolean isChapter = !file.getParent().equals(repository.root());
            work.addAll(Crew.work(readme.onPaper(isChapter), tally));
        } catch (CourseException broken) {
            work.add(
                    () ->
                            tally.tryOut(
                                    new Proof(
                                            file.getFileName() + ": can be read",
                                            () -> rethrow(broken))));
        }
        return work;
    }

    /**
     * Prints what does not hold once more, since it may stand hundreds of lines above, then those
     * {@code last} lines, and the sum on a line of its own, in a form that machines read.
     *
     * @return whether all that was tried holds
     */
    public boolean sum(List<String> last) {
        tallies.forEach(tally -> tally.disproved().forEach(line -> console.line("%s", line)));
        last.forEach(line -> console.line("%s", line));
        int passed = 0;
        int failed = 0;
        for (Tally tally : tallies) {
            Outcome outcome = tally.outcome(new Findings(Map.of()));
            passed += outcome.passed();
            failed += outcome.failed();
        }
        console.line("labs: %d passed, %d failed", passed, failed);
        return failed == 0;
    }

    @Override
    public void close() {
        crew.close();
        progress.close();
    }
}
