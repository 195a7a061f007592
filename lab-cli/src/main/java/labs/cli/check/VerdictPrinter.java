package labs.cli.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import labs.cli.course.Chapter;
import labs.cli.course.Exercise;
import labs.cli.course.Repository;
import labs.cli.results.Hints;
import labs.cli.run.CompileError;
import labs.cli.terminal.Console;

/** Says what a check found, and what to look at next. */
final class VerdictPrinter {
    private static final int MOST_FAILURES = 5;

    private final Console console;
    private final Chapter chapter;
    private final Hints hints;

    VerdictPrinter(Console console, Repository repository, Chapter chapter) {
        this.console = console;
        this.chapter = chapter;
        this.hints = new Hints(repository);
    }

    void print(List<CompileError> errors) {
        console.line("%s %s does not compile:", console.red("✗"), chapter.module());
        errors.forEach(error -> console.line("    %s", shown(error)));
    }

    private String shown(CompileError error) {
        if (error.file() == null) {
            return error.message();
        }
        boolean inside = error.file().startsWith(chapter.dir());
        String file =
                inside
                        ? chapter.module() + "/" + chapter.dir().relativize(error.file())
                        : error.file().toString();
        return "%s:%d: %s".formatted(file, error.line(), error.message().replace("\n", "\n      "));
    }

    /** One line: nothing was run. */
    void printNotBegun(Exercise exercise) {
        heading(console.faint("–"), exercise, 0, "  not begun");
        Attempts.firstStub(chapter, exercise).ifPresent(this::look);
    }

    void print(Verdict verdict) {
        Exercise exercise = verdict.exercise();
        String sign = verdict.isPassed() ? console.green("✓") : console.red("✗");
        heading(sign, exercise, verdict.points(), counts(verdict));
        if (!verdict.isPassed()) {
            explain(verdict);
        }
    }

    private void heading(String sign, Exercise exercise, int points, String rest) {
        console.line(
                "%s %-8s %-40s %3d of %d points%s",
                sign, exercise.id(), exercise.title(), points, exercise.points(), rest);
    }

    private static String counts(Verdict verdict) {
        return verdict.tests() == 0
                ? ""
                : "  %d of %d tests, %.1f s"
                        .formatted(
                                verdict.passed(),
                                verdict.tests(),
                                verdict.time().toMillis() / 1000.0);
    }

    private void explain(Verdict verdict) {
        Exercise exercise = verdict.exercise();
        if (!verdict.trouble().isEmpty()) {
            console.line("    %s", verdict.trouble());
        }
        grouped(verdict).entrySet().stream()
                .limit(MOST_FAILURES)
                .forEach(entry -> printSame(entry.getValue()));
        int more = grouped(verdict).size() - MOST_FAILURES;
        if (more > 0) {
            console.line("    … and %d more", more);
        }
        if (verdict.failures().isEmpty()) {
            Attempts.firstStub(chapter, exercise).ifPresent(this::look);
        }
        look("%s/README.md, part %s".formatted(chapter.module(), number(exercise)));
        nextHint(exercise);
    }

    /** Twenty tests that meet the same stub are one thing to do. */
    private static Map<String, List<Failure>> grouped(Verdict verdict) {
        Map<String, List<Failure>> groups = new LinkedHashMap<>();
        for (Failure failure : verdict.failures()) {
            groups.merge(
                    failure.message() + failure.where().orElse(""),
                    List.of(failure),
                    VerdictPrinter::joined);
        }
        return groups;
    }

    private static List<Failure> joined(List<Failure> some, List<Failure> more) {
        return Stream.of(some, more).flatMap(List::stream).toList();
    }

    private void printSame(List<Failure> same) {
        Failure first = same.get(0);
        String others = same.size() == 1 ? "" : " (and %d more)".formatted(same.size() - 1);
        console.line("    %s%s", console.bold(first.test()), others);
        console.line("      %s", first.message());
        first.where().ifPresent(this::look);
    }

    private void look(String where) {
        console.line("      %s", console.faint("look at " + where));
    }

    private void nextHint(Exercise exercise) {
        int taken = hints.taken(exercise);
        if (taken < exercise.hints().size()) {
            console.line("      %s %s", console.yellow("hint:"), exercise.hints().get(taken));
        }
    }

    private static String number(Exercise exercise) {
        return exercise.id().replaceFirst(".*-", "");
    }
}
