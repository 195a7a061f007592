package labs.cli.run;

import java.time.Duration;
import labs.cli.course.Exercise;

/**
 * What a JVM that is not trusted may use.
 *
 * @param time from its start to the last result
 * @param memoryBytes resident, over all its processes
 * @param threads over all its processes
 * @param diskBytes in its scratch directory
 */
public record Limits(Duration time, long memoryBytes, int threads, long diskBytes) {
    private static final long MIB = 1024 * 1024;

    /** What its manifest allows an exercise's tests. */
    public static Limits of(Exercise exercise) {
        return new Limits(
                Duration.ofSeconds(exercise.seconds()),
                exercise.memory() * MIB,
                1_000,
                exercise.disk() * MIB);
    }

    /** Room enough for a look at a chapter's tests, with a time limit in seconds. */
    public static Limits ofSeconds(int seconds) {
        return new Limits(Duration.ofSeconds(seconds), 1536 * MIB, 1_000, 512 * MIB);
    }
}
