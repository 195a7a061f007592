package labs.cli.problem;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.List;

/**
 * The course itself is wrong: a manifest, a marker, a planted mistake. Never the student's fault.
 */
public final class CourseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    public CourseException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public CourseException(Path file, int line, String message) {
        this(List.of(new Problem(file, line, message)));
    }

    /** All that was found, in the order of the files; never empty. */
    public List<Problem> problems() {
        return problems;
    }

    /** The file of the first problem. */
    public Path file() {
        return problems.get(0).file();
    }

    /** The line of the first problem, from 1; 0 when it is about the whole file. */
    public int line() {
        return problems.get(0).line();
    }
}
