package labs.cluster.storm;

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
     * The jar with the classes that stand beside a topology's: the one they come from, or one that
     * is made of their directory.
     *
     * @param topology one of them
     * @param file where to write it, if it has to be made
     */
    public static Path of(Class<?> topology, Path file) throws IOException {
        Path classes = source(topology);
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

    private static Path source(Class<?> topology) {
        try {
            return Path.of(topology.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(topology + " comes from nowhere", e);
        }
    }
}
