package labs.cli.doctor;

import java.nio.file.Path;
import labs.cli.course.NativeProgram;
import labs.cli.process.Captured;
import labs.cli.run.Programs;

/** What enables more where it is installed. */
final class Extras {
    private final Path root;

    Extras(Path root) {
        this.root = root;
    }

    Finding program(NativeProgram wanted) {
        String name = wanted.program();
        return Programs.find(name)
                .map(path -> Finding.good(name, version(wanted, path)))
                .orElseGet(() -> missing(wanted))
                .optional();
    }

    private static Finding missing(NativeProgram wanted) {
        return Finding.bad(
                wanted.program(),
                "missing",
                "enables: %s; apt-get install %s"
                        .formatted(wanted.enables(), wanted.packageName()));
    }

    /** From the package manager: asking an unknown program for its version may start it. */
    private String version(NativeProgram wanted, Path path) {
        if (Programs.find("dpkg-query").isEmpty()) {
            return path.toString();
        }
        Captured asked =
                Captured.of(root, "dpkg-query", "-W", "-f", "${Version}", wanted.packageName());
        return asked.succeeded() && !asked.text().isBlank()
                ? asked.text() + " in " + path
                : path.toString();
    }
}
