package labs.cli.course;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the source of a top-level class by its name. */
final class ClassSource {
    private ClassSource() {}

    static boolean exists(Path sources, String className) {
        return Files.isRegularFile(sources.resolve(className.replace('.', '/') + ".java"));
    }
}
