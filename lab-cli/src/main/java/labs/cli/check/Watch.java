package labs.cli.check;

import java.time.Duration;
import java.util.List;
import labs.cli.course.Chapter;
import labs.cli.course.Exercise;
import labs.cli.course.Repository;
import labs.cli.course.Selection;
import labs.cli.results.Results;
import labs.cli.run.ChapterBuild;
import labs.cli.run.CompileError;
import labs.cli.terminal.Console;

/** Checks one exercise on each save. */
public final class Watch {
    private final Repository repository;
    private final Chapter chapter;
    private final Exercise exercise;
    private final Console console;
    private final VerdictPrinter printer;
    private boolean testsCompiled; // they do not change: only the main code is compiled again

    public Watch(Repository repository, Selection selection, Console console) {
        this.repository = repository;
        this.chapter = selection.chapter();
        this.exercise = selection.exercise();
        this.console = console;
        this.printer = new VerdictPrinter(console, repository, chapter);
    }

    /** Checks now and on each save until the thread is interrupted. */
    public void run(ChapterBuild build) {
        try (CheckSession session = new CheckSession(build);
                Saves saves = new Saves(chapter.dir().resolve("src/main"))) {
            long saved = System.nanoTime();
            while (!Thread.currentThread().isInterrupted()) {
                check(session, saved);
                saved = saves.await();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt(); // the way to end this
        }
    }

    private void check(CheckSession session, long saved) {
        List<CompileError> errors = compile(session);
        if (errors.isEmpty()) {
            Verdict verdict = Verdict.of(chapter, exercise, session.run(exercise));
            new Results(repository).put(exercise, verdict.result());
            printer.print(verdict);
        } else {
            printer.print(errors);
        }
        double seconds = Duration.ofNanos(System.nanoTime() - saved).toMillis() / 1000.0;
        String after = "%.1f s after the save; watching, Ctrl-C ends".formatted(seconds);
        console.line("%s", console.faint(after));
    }

    private List<CompileError> compile(CheckSession session) {
        if (testsCompiled) {
            return session.compileMain();
        }
        List<CompileError> errors = session.compile();
        testsCompiled = errors.isEmpty();
        return errors;
    }
}
