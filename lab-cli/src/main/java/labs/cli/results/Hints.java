package labs.cli.results;

import com.fasterxml.jackson.core.type.TypeReference;
import labs.cli.course.Exercise;
import labs.cli.course.Repository;

/** How many hints of each exercise were taken, in {@code .lab/hints.json}. */
public final class Hints {
    private final LabFile<Integer> file;

    public Hints(Repository repository) {
        file = new LabFile<>(repository, "hints.json", new TypeReference<>() {});
    }

    /** How many were taken; at most as many as there are. */
    public int taken(Exercise exercise) {
        int taken = file.read().getOrDefault(exercise.id(), 0);
        return Math.max(0, Math.min(taken, exercise.hints().size()));
    }

    /** Takes one more, if one is left, and returns how many are taken now. */
    public int take(Exercise exercise) {
        int taken = Math.min(taken(exercise) + 1, exercise.hints().size());
        file.put(exercise.id(), taken);
        return taken;
    }
}
