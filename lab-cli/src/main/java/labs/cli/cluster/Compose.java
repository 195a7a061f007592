package labs.cli.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import labs.cli.problem.EnvironmentException;
import labs.cli.process.Captured;
import labs.cli.process.Followed;

/** The containers of {@code docker-compose.yml}, by {@code docker compose}. */
public final class Compose {
    private static final String FILE = "docker-compose.yml";

    // Compose moves the cursor even where there is no terminal.
    private static final Pattern CONTROL = Pattern.compile("\u001b\\[[0-9;]*[A-Za-z]");

    private final Path root;

    private Compose(Path root) {
        this.root = root;
    }

    /**
     * Those of the course that lies at {@code root}.
     *
     * @throws EnvironmentException if there is no client, no engine, or no Compose
     */
    public static Compose of(Path root) {
        if (!Files.exists(root.resolve(FILE))) {
            throw new EnvironmentException("there is no " + FILE + " in " + root);
        }
        new DockerHost(root).require();
        return new Compose(root);
    }

    /**
     * Builds the images that are missing or old. The first time that takes minutes.
     *
     * @param onLine is told what the build prints
     * @throws EnvironmentException with the end of what it printed, if it fails
     */
    public void build(List<Part> parts, Consumer<String> onLine) {
        run("the images cannot be built", parts, onLine, "--progress", "plain", "build");
    }

    /**
     * Starts the containers, and waits until all are healthy.
     *
     * @throws EnvironmentException with the last lines of those that are not
     */
    public void start(List<Part> parts, Consumer<String> onLine) {
        Captured up = follow(parts, onLine, "up", "--wait", "--no-build");
        if (!up.succeeded()) {
            throw new EnvironmentException(
                    "the cluster is not healthy:\n" + up.text() + lastLines(parts));
        }
    }

    private String lastLines(List<Part> parts) {
        var text = new StringBuilder();
        for (Service service : services(parts)) {
            if (!service.isHealthy()) {
                String log = ask(parts, "logs", "--no-color", "--tail", "10", service.name());
                text.append("\n%s is %s:\n".formatted(service.name(), service.condition()));
                text.append(CONTROL.matcher(log).replaceAll(""));
            }
        }
        return text.toString();
    }

    /** Removes the containers of all parts, and with them perhaps what they have stored. */
    public void remove(boolean withVolumes, Consumer<String> onLine) {
        List<String> command = new ArrayList<>(List.of("down", "--remove-orphans"));
        if (withVolumes) {
            command.add("--volumes");
        }
        run("cannot take it away", all(), onLine, command.toArray(String[]::new));
    }

    /** The same for some parts only. */
    public void remove(List<Part> parts, boolean withVolumes, Consumer<String> onLine) {
        List<String> command = new ArrayList<>(List.of("down"));
        if (withVolumes) {
            command.add("--volumes");
        }
        ask(parts, "config", "--services").lines().forEach(command::add);
        run("cannot take it away", parts, onLine, command.toArray(String[]::new));
    }

    /** The containers there are, of all parts. */
    public List<Service> services() {
        return services(all());
    }

    /** The containers there are, of these. */
    public List<Service> services(List<Part> parts) {
        return Service.parse(ask(parts, "ps", "--all", "--format", "json"));
    }

    private static List<Part> all() {
        return Arrays.asList(Part.values());
    }

    private void run(String failure, List<Part> parts, Consumer<String> onLine, String... words) {
        Captured ended = follow(parts, onLine, words);
        if (!ended.succeeded()) {
            throw new EnvironmentException(failure + ":\n" + ended.text());
        }
    }

    private Captured follow(List<Part> parts, Consumer<String> onLine, String... words) {
        return Followed.of(root, command(parts, words), onLine);
    }

    private String ask(List<Part> parts, String... words) {
        Captured answer = Captured.of(root, command(parts, words));
        if (!answer.succeeded()) {
            throw new EnvironmentException(
                    "'docker compose %s' fails:\n%s"
                            .formatted(String.join(" ", words), answer.text()));
        }
        return answer.text();
    }

    private List<String> command(List<Part> parts, String... words) {
        Stream<String> profiles =
                parts.stream().flatMap(part -> Stream.of("--profile", part.profile()));
        return Stream.of(Stream.of("docker", "compose", "-f", FILE), profiles, Stream.of(words))
                .flatMap(each -> each)
                .toList();
    }
}
