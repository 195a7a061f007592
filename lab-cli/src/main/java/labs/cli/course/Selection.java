package labs.cli.course;

import static java.util.stream.Collectors.joining;

import java.util.List;
import labs.cli.course.CourseMap.Entry;
import labs.cli.problem.UsageException;

/** A chapter and some of its exercises, as named on a command line. */
public record Selection(Chapter chapter, List<Exercise> exercises) {
    public Selection {
        exercises = List.copyOf(exercises);
    }

    /** The only exercise. */
    public Exercise exercise() {
        return exercises.get(0);
    }

    /** All exercises of all open chapters. */
    public static List<Selection> all(Repository repository) {
        return repository.chapters().stream().map(Selection::whole).toList();
    }

    /** A chapter ({@code rpc}) or one exercise ({@code rpc-1}). */
    public static Selection of(Repository repository, String name) {
        return isExercise(name) ? exercise(repository, name) : chapter(repository, name);
    }

    /** One exercise ({@code rpc-1}). */
    public static Selection exercise(Repository repository, String id) {
        Chapter chapter = chapter(repository, id.replaceFirst("-[0-9]+$", "")).chapter();
        Exercise exercise = chapter.exercise(id).orElseThrow(() -> unknown(chapter, id));
        return new Selection(chapter, List.of(exercise));
    }

    /** A whole chapter ({@code rpc}). */
    public static Selection chapter(Repository repository, String name) {
        return repository
                .chapter(name)
                .map(Selection::whole)
                .orElseThrow(() -> unknown(repository, name));
    }

    private static Selection whole(Chapter chapter) {
        return new Selection(chapter, chapter.exercises());
    }

    private static boolean isExercise(String name) {
        return name.matches(".+-[0-9]+");
    }

    private static UsageException unknown(Chapter chapter, String id) {
        return new UsageException(
                "there is no exercise '%s'; those of %s are %s"
                        .formatted(
                                id,
                                chapter.name(),
                                chapter.exercises().stream()
                                        .map(Exercise::id)
                                        .collect(joining(", "))));
    }

    private static UsageException unknown(Repository repository, String name) {
        List<Entry> entries = repository.map().entries();
        boolean toCome =
                entries.stream().anyMatch(e -> e.chapter().filter(name::equals).isPresent());
        List<String> open =
                entries.stream()
                        .filter(repository::isOpen)
                        .flatMap(entry -> entry.chapter().stream())
                        .toList();
        String what =
                toCome
                        ? "the chapter '%s' is still to come".formatted(name)
                        : "there is no chapter '%s'%s".formatted(name, Suggestion.of(name, open));
        return new UsageException(what + "; open chapters: " + String.join(", ", open));
    }
}
