package labs.cli.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import labs.cli.course.Chapter;
import labs.cli.course.Exercise;

/** Finds in a stack trace the line that a student should look at. */
final class StackTrace {
    private static final Pattern FRAME =
            Pattern.compile("\\bat (?:\\S+/)?([\\w.$]+)\\.[\\w$<>]+\\((\\w+\\.java):(\\d+)\\)");

    private final Chapter chapter;
    private final List<MatchResult> frames;

    StackTrace(Chapter chapter, String trace) {
        this.chapter = chapter;
        this.frames = FRAME.matcher(trace).results().toList();
    }

    /** The first line in a file of the exercise, or else in the chapter's main code. */
    Optional<String> inMainCode(Exercise exercise) {
        return first("src/main/java", exercise.files()::contains)
                .or(() -> first("src/main/java", file -> true));
    }

    /** The first line in the chapter's tests. */
    Optional<String> inTests() {
        return first("src/test/java", file -> true);
    }

    private Optional<String> first(String sources, Predicate<String> wanted) {
        return frames.stream()
                .filter(frame -> wanted.test(file(sources, frame)))
                .filter(frame -> Files.exists(chapter.dir().resolve(file(sources, frame))))
                .map(frame -> shown(sources, frame))
                .findFirst();
    }

    private String shown(String sources, MatchResult frame) {
        return Path.of(chapter.module(), file(sources, frame)) + ":" + frame.group(3);
    }

    /** From the module's folder, as a manifest names it. */
    private static String file(String sources, MatchResult frame) {
        String className = frame.group(1);
        int dot = className.lastIndexOf('.');
        String folder = dot < 0 ? "" : className.substring(0, dot).replace('.', '/') + "/";
        return sources + "/" + folder + frame.group(2);
    }
}
