package labs.kit.bench;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Maven artifact that a class came from, so that a caption tells which version really ran. */
public final class Artifact {
    private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[^/]*)\\.jar");

    private Artifact() {}

    /**
     * The version of the jar that a class came from, such as {@code 4.3.1}.
     *
     * @throws IllegalArgumentException if it did not come from a jar whose name holds a version
     */
    public static String version(Class<?> type) {
        Path jar = jar(type);
        Matcher name = JAR.matcher(jar.getFileName().toString());
        if (!name.matches()) {
            throw new IllegalArgumentException(type + " came from " + jar + ", of no version");
        }
        return name.group(2);
    }

    private static Path jar(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(type + " came from nowhere", e);
        }
    }
}
