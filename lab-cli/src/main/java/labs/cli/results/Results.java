package labs.cli.results;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import labs.cli.course.Exercise;
import labs.cli.course.Repository;

/** The last verdict of every exercise, in {@code .lab/results.json}. */
public final class Results {
    private final LabFile<Result> file;

    /**
     * A verdict: so many of its tests passed, which gave so many points.
     *
     * @param checked when, in ISO-8601
     */
    public record Result(int points, int passed, int tests, String checked) {

        /** All points or none: it passed if it earned any, whatever the manifest gives by now. */
        public boolean earned() {
            return points > 0;
        }
    }

    public Results(Repository repository) {
        file = new LabFile<>(repository, "results.json", new TypeReference<>() {});
    }

    public Optional<Result> of(Exercise exercise) {
        return Optional.ofNullable(all().get(exercise.id()));
    }

    /** By exercise id. */
    public Map<String, Result> all() {
        return new TreeMap<>(file.read());
    }

    public void put(Exercise exercise, Result result) {
        file.put(exercise.id(), result);
    }

    /** Whether the last check gave the exercise all its points. */
    public boolean passed(Exercise exercise) {
        return of(exercise).filter(Result::earned).isPresent();
    }
}
