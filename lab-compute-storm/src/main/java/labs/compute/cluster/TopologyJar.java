package labs.compute.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The jar that a topology is submitted with. */
public final class TopologyJar {
    private TopologyJar() {}

    /**
     * The jar with this chapter's classes: the one they come from, or one that is made of their
     * directory.
     *
     * @param file where to write it, if it has to be made
     */
    public static Path of(Path file) throws IOException {
        Path classes = source();
        if (Files.isRegularFile(classes)) {
            return classes;
        }
        try (OutputStream out = Files.newOutputStream(file);
                var jar = new JarOutputStream(out)) {
            for (Path path : files(classes)) {
                jar.putNextEntry(new JarEntry(classes.relativize(path).toString()));
                Files.copy(path, jar);
                jar.closeEntry();
            }
        }
        return file;
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".class"))
                    .toList();
        }
    }

    private static Path source() {
        try {
            return Path.of(
                    TopologyJar.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("this chapter's classes come from nowhere", e);
        }
    }
}
