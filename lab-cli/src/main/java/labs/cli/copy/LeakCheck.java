package labs.cli.copy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import labs.cli.course.Chapter;
import labs.cli.course.Repository;
import labs.cli.markers.Cutter;
import labs.cli.markers.Region;
import labs.cli.problem.Problems;
import labs.cli.run.FileTree;

/**
 * Looks for the text of solutions in a copy. A leak is three telling lines of a solution in a row,
 * or a whole solution of one or two, long enough that nobody writes them by chance. Chapters know
 * nothing of each other, so a line that two of them share is an idiom, and no leak.
 */
public final class LeakCheck {
    private static final int RUN = 3;
    // Without spaces. A whole solution tells more than a piece of one.
    private static final int LEAST_OF_PIECE = 60;
    private static final int LEAST_OF_WHOLE = 40;

    private record Solution(String module, String place) {}

    private final Map<String, List<Solution>> solutions = new HashMap<>(); // by a run of its lines
    private final Set<String> modules = new HashSet<>();

    /** Knows the solutions of the reference. */
    public LeakCheck(Repository reference) {
        for (Chapter chapter : reference.chapters()) {
            modules.add(chapter.module());
            chapter.exercises().stream()
                    .flatMap(exercise -> exercise.files().stream())
                    .forEach(file -> learn(chapter.module(), file, chapter.dir().resolve(file)));
        }
    }

    private void learn(String module, String name, Path file) {
        for (Region region : Cutter.cut(file).regions()) {
            List<Telling> lines = Telling.lines(region.lines(), region.line());
            int run = Math.min(RUN, lines.size());
            int least = run == lines.size() ? LEAST_OF_WHOLE : LEAST_OF_PIECE;
            for (int i = 0; run > 0 && i + run <= lines.size(); i++) {
                String text = joined(lines, i, run);
                if (text.length() >= least) {
                    String place = module + "/" + name + ":" + lines.get(i).number();
                    solutions
                            .computeIfAbsent(text, none -> new ArrayList<>())
                            .add(new Solution(module, place));
                }
            }
        }
    }

    /** Adds a problem for every file below {@code copy} that holds a piece of a solution. */
    public void check(Path copy, Problems problems) {
        for (Path file : FileTree.files(copy)) {
            Path name = copy.relativize(file);
            if (name.startsWith(".git") || name.toString().contains("target/")) {
                continue;
            }
            check(name, read(file), problems);
        }
    }

    private void check(Path file, String text, Problems problems) {
        List<Telling> lines = Telling.lines(text.lines().toList(), 1);
        for (int i = 0; i < lines.size(); i++) {
            for (int run = 1; run <= RUN && i + run <= lines.size(); run++) {
                Optional<Solution> found = find(joined(lines, i, run), file);
                if (found.isPresent()) {
                    String place = found.get().place();
                    problems.add(file, lines.get(i).number(), "holds the solution of %s", place);
                    return; // one is enough to find the place
                }
            }
        }
    }

    private Optional<Solution> find(String text, Path file) {
        return solutions.getOrDefault(text, List.of()).stream()
                .filter(solution -> !isOfAnotherChapter(file, solution.module()))
                .findFirst();
    }

    private boolean isOfAnotherChapter(Path file, String module) {
        for (Path part : file) {
            String name = part.toString();
            if (modules.contains(name)) {
                return !name.equals(module);
            }
        }
        return false; // of the course as a whole: a README, say
    }

    private static String joined(List<Telling> lines, int from, int count) {
        return lines.subList(from, from + count).stream().map(Telling::text).collect(joining("\n"));
    }

    private static String read(Path file) {
        try {
            // One char a byte, as the cutter reads: encodings make no difference.
            return new String(Files.readAllBytes(file), ISO_8859_1);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
