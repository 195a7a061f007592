package labs.compute.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the course lies, whether one stands in it or in this chapter. */
final class Repository {
    private Repository() {}

    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("course.yaml")) ? here : here.getParent();
    }
}
