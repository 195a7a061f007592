package labs.cli.course;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An open chapter: its manifest, and the folder of its module.
 *
 * @param name {@code rpc} for the module {@code lab-rpc}
 * @param bench the main class of its benchmark
 */
public record Chapter(
        String name,
        String title,
        Path dir,
        List<Exercise> exercises,
        List<Demo> demos,
        List<NativeProgram> natives,
        Optional<String> bench) {
    public Chapter {
        exercises = List.copyOf(exercises);
        demos = List.copyOf(demos);
        natives = List.copyOf(natives);
    }

    /** The Maven module, which is also the name of the folder. */
    public String module() {
        return dir.getFileName().toString();
    }

    /** The points of all exercises together: 100 in a valid manifest. */
    public int points() {
        return exercises.stream().mapToInt(Exercise::points).sum();
    }

    public Optional<Exercise> exercise(String id) {
        return exercises.stream().filter(exercise -> exercise.id().equals(id)).findFirst();
    }

    public Optional<Demo> demo(String demoName) {
        return demos.stream().filter(demo -> demo.name().equals(demoName)).findFirst();
    }

    public Path manifest() {
        return dir.resolve(ManifestReader.FILE);
    }

    public Path readme() {
        return dir.resolve("README.md");
    }
}
