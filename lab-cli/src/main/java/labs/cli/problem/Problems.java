package labs.cli.problem;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the mistakes of one reading, so that an author sees all of them at once. */
public final class Problems {
    private final Set<Problem> found = new LinkedHashSet<>(); // each told once, in order

    public void add(Path file, int line, String message, Object... arguments) {
        found.add(new Problem(file, line, message.formatted(arguments)));
    }

    public void addAll(List<Problem> problems) {
        found.addAll(problems);
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public List<Problem> all() {
        return List.copyOf(found);
    }

    /**
     * @throws CourseException with everything that was added, if anything was
     */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new CourseException(all());
        }
    }
}
