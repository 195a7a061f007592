package labs.cluster.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The images of {@code docker/}. They are built by the docker command, which shares its cache with
 * {@code docker compose}: what one has built is there for the other.
 */
final class Images {
    private static final Duration LIMIT = Duration.ofMinutes(30); // over a slow line
    private static final String MARK = "docker-compose.yml";

    private Images() {}

    /**
     * Builds {@code docker/NAME}, unless it is up to date.
     *
     * @return what it is called
     * @throws IllegalStateException with the end of what the build printed, if it fails
     */
    static String build(String name) {
        String image = "labs-" + name;
        Path folder = root().resolve("docker").resolve(name);
        System.err.println("lab-cluster: building the image " + image + ", unless it is there");
        run(List.of("docker", "build", "--quiet", "--tag", image, folder.toString()));
        return image;
    }

    /** The repository: its modules' tests run in folders of theirs. */
    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Stream.iterate(here, each -> each != null, Path::getParent)
                .filter(each -> Files.exists(each.resolve(MARK)))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "there is no " + MARK + " in " + here + " or above"));
    }

    private static void run(List<String> command) {
        try {
            Path log = Files.createTempFile("lab-image-", ".log");
            try {
                Process build =
                        new ProcessBuilder(command)
                                .redirectErrorStream(true)
                                .redirectOutput(log.toFile())
                                .start();
                require(build, command, log);
            } finally {
                Files.delete(log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run docker: is it on the PATH?", e);
        }
    }

    private static void require(Process build, List<String> command, Path log) throws IOException {
        try {
            if (build.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) && build.exitValue() == 0) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            build.destroy();
        }
        throw new IllegalStateException(
                String.join(" ", command) + " fails:\n" + Files.readString(log));
    }
}
