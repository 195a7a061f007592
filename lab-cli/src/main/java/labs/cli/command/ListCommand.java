package labs.cli.command;

import labs.cli.course.Chapter;
import labs.cli.course.CourseMap;
import labs.cli.course.CourseMap.Entry;
import labs.cli.course.Exercise;
import labs.cli.course.Repository;
import labs.cli.results.Results;
import labs.cli.results.Results.Result;
import picocli.CommandLine.Command;

/** The course map. */
@Command(
        name = "list",
        description = {
            "The course map: chapters, exercises and points.",
            "After a check it also shows what passes; chapters without a module are to come."
        },
        footer = {"  lab list", "  lab          the same"})
final class ListCommand extends LabCommand {
    ListCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        Repository repository = repository();
        CourseMap map = repository.map();
        Results results = new Results(repository);
        console().line("%s", console().bold(map.title()));
        console().line("");
        map.entries().forEach(entry -> show(repository, entry, results));
        console().line("");
        console().line("lab run CHAPTER starts its demo; lab --help shows the rest.");
        return ExitCode.OK;
    }

    private void show(Repository repository, Entry entry, Results results) {
        if (repository.isOpen(entry)) {
            show(entry, repository.read(entry), results);
        } else {
            String line = "%2d  %s (to come)".formatted(entry.number(), entry.title());
            console().line("%s", console().faint(line));
        }
    }

    private void show(Entry entry, Chapter chapter, Results results) {
        String number = "%2d".formatted(entry.number());
        String title = console().bold(entry.title());
        console().line("%s  %s  [%s] %s", number, title, chapter.name(), sum(chapter, results));
        chapter.exercises().forEach(exercise -> show(exercise, results));
    }

    private String sum(Chapter chapter, Results results) {
        int earned =
                chapter.exercises().stream()
                        .filter(results::passed)
                        .mapToInt(Exercise::points)
                        .sum();
        boolean checked = chapter.exercises().stream().anyMatch(e -> results.of(e).isPresent());
        return checked
                ? "%d of %d points".formatted(earned, chapter.points())
                : chapter.points() + " points";
    }

    private void show(Exercise exercise, Results results) {
        String verdict = results.of(exercise).map(this::mark).orElse("");
        console()
                .line(
                        "      %-8s %-45s %3d  %s",
                        exercise.id(), exercise.title(), exercise.points(), verdict);
    }

    private String mark(Result result) {
        if (result.tests() == 0) {
            return console().faint("not begun");
        }
        return result.earned()
                ? console().green("✓")
                : console().red("✗ %d of %d tests".formatted(result.passed(), result.tests()));
    }
}
