package labs.cli.cluster;

import java.nio.file.Path;
import java.util.Optional;
import labs.cli.problem.EnvironmentException;
import labs.cli.process.Captured;
import labs.cli.run.Programs;

/** What this machine has to run containers with. Nothing is remembered: each question asks anew. */
public final class DockerHost {
    /** The image that all others are built on. */
    public static final String BASE = "debian:bookworm-slim";

    /** What to do where there is no client. */
    public static final String NO_CLIENT = "install Docker: apt-get install docker.io";

    /** What to do where no engine answers. */
    public static final String NO_ENGINE =
            "start it (systemctl start docker), or point DOCKER_HOST at one";

    /** What to do where Compose is not there, or is of the first version. */
    public static final String NO_COMPOSE =
            "install the Compose plugin, version 2: apt-get install docker-compose-v2 or"
                    + " docker-compose-plugin";

    private final Path directory;

    public DockerHost(Path directory) {
        this.directory = directory;
    }

    public boolean hasClient() {
        return Programs.find("docker").isPresent();
    }

    /** The version of the engine, if it answers within ten seconds. */
    public Optional<String> engine() {
        return Programs.succeeds("docker", "version")
                ? asked("docker", "version", "--format", "{{.Server.Version}}")
                : Optional.empty();
    }

    /** The version of Compose, if it is the second. */
    public Optional<String> compose() {
        return asked("docker", "compose", "version", "--short");
    }

    /** Whether the engine has that image. */
    public boolean has(String image) {
        return asked("docker", "image", "inspect", "--format", "{{.Id}}", image).isPresent();
    }

    /** The memory that containers can have, in bytes. */
    public long memory() {
        return asked("docker", "info", "--format", "{{.MemTotal}}").map(Long::parseLong).orElse(0L);
    }

    private Optional<String> asked(String... question) {
        Captured answer = Captured.of(directory, question);
        return answer.succeeded() ? Optional.of(answer.text().strip()) : Optional.empty();
    }

    /**
     * Makes sure that containers can be run.
     *
     * @throws EnvironmentException with what is missing, and what to do
     */
    void require() {
        if (!hasClient()) {
            throw new EnvironmentException("there is no docker on the PATH: " + NO_CLIENT);
        }
        if (engine().isEmpty()) {
            throw new EnvironmentException("no container engine answers: " + NO_ENGINE);
        }
        if (compose().isEmpty()) {
            throw new EnvironmentException("'docker compose version' fails: " + NO_COMPOSE);
        }
    }
}
