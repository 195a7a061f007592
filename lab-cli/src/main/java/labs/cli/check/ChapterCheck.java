package labs.cli.check;

import java.util.ArrayList;
import java.util.List;
import labs.cli.course.Chapter;
import labs.cli.course.Exercise;
import labs.cli.course.Repository;
import labs.cli.course.Selection;
import labs.cli.results.Results;
import labs.cli.run.ChapterBuild;
import labs.cli.run.CompileError;
import labs.cli.terminal.Console;
import labs.cli.terminal.Progress;

/** Checks some exercises of a chapter once, prints the verdicts and remembers them. */
public final class ChapterCheck {
    private final Repository repository;
    private final Chapter chapter;
    private final List<Exercise> exercises;
    private final Console console;
    private final VerdictPrinter printer;

    public ChapterCheck(Repository repository, Selection selection, Console console) {
        this.repository = repository;
        this.chapter = selection.chapter();
        this.exercises = selection.exercises();
        this.console = console;
        this.printer = new VerdictPrinter(console, repository, chapter);
    }

    /** Returns whether all of them pass. */
    public boolean check(ChapterBuild build) {
        try (CheckSession session = new CheckSession(build)) {
            List<CompileError> errors = compile(session);
            if (!errors.isEmpty()) {
                printer.print(errors);
                return false;
            }
            return check(session);
        }
    }

    private List<CompileError> compile(CheckSession session) {
        try (Progress progress = console.progress("compiling " + chapter.module())) {
            return session.compile();
        }
    }

    private boolean check(CheckSession session) {
        List<Verdict> verdicts = new ArrayList<>();
        for (Exercise exercise : exercises) {
            verdicts.add(check(session, exercise));
            new Results(repository).put(exercise, verdicts.get(verdicts.size() - 1).result());
        }
        if (verdicts.size() > 1) {
            printSum(verdicts);
        }
        return verdicts.stream().allMatch(Verdict::isPassed);
    }

    /** Among many, an exercise that was not begun is not worth a JVM; asked for alone, it is. */
    private Verdict check(CheckSession session, Exercise exercise) {
        if (exercises.size() > 1 && !new Attempts(repository).begun(chapter, exercise)) {
            printer.printNotBegun(exercise);
            return Verdict.notBegun(exercise);
        }
        Verdict verdict = run(session, exercise);
        printer.print(verdict);
        return verdict;
    }

    private Verdict run(CheckSession session, Exercise exercise) {
        try (Progress progress = console.progress("testing " + exercise.id())) {
            return Verdict.of(chapter, exercise, session.run(exercise));
        }
    }

    private void printSum(List<Verdict> verdicts) {
        int points = verdicts.stream().mapToInt(Verdict::points).sum();
        int most = exercises.stream().mapToInt(Exercise::points).sum();
        console.line(
                "%s", console.bold("%s: %d of %d points".formatted(chapter.name(), points, most)));
    }
}
