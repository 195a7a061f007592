package labs.cluster.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import labs.cluster.Node;
import labs.cluster.container.NodeConfiguration.PublishedPort;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * One server in a container. It can be killed, paused, and started again with the same data and at
 * the same address. Thread-safe.
 */
public final class ContainerNode implements Node {
    private static final Duration ASKED_EVERY = Duration.ofMillis(500);
    private static final int LAST_LINES = 20;

    private final int id;
    private final NodeConfiguration configuration;
    private final GenericContainer<?> container;
    private final AtomicLong changes = new AtomicLong();

    ContainerNode(int id, NodeConfiguration configuration, Network network) {
        this.id = id;
        this.configuration = configuration;
        this.container =
                new GenericContainer<>(DockerImageName.parse(configuration.image()))
                        .withNetwork(network)
                        .withNetworkAliases(configuration.name())
                        .withEnv(configuration.environment())
                        .withLabels(Leftovers.labels())
                        .withCreateContainerCmdModifier(this::configure)
                        // Many are started before one can serve: the cluster waits for all.
                        .waitingFor(new NoWait());
    }

    private static final class NoWait extends AbstractWaitStrategy {
        @Override
        protected void waitUntilReady() {
            // The cluster does.
        }
    }

    /** The image's own question to the server, asked more often than in a cluster that stays. */
    private static HealthCheck oftener() {
        return new HealthCheck()
                .withInterval(ASKED_EVERY.toNanos())
                .withTimeout(Duration.ofSeconds(20).toNanos())
                .withStartPeriod(Duration.ofMinutes(10).toNanos());
    }

    /** A port is published only if it is exposed, too. */
    private void configure(CreateContainerCmd create) {
        List<PortBinding> bindings =
                configuration.ports().stream().map(ContainerNode::binding).toList();
        create.withHostName(configuration.name())
                .withHealthcheck(oftener())
                .withExposedPorts(bindings.stream().map(PortBinding::getExposedPort).toList())
                .getHostConfig()
                .withPortBindings(bindings)
                .withMemory(configuration.memory() * 1024L * 1024);
    }

    private static PortBinding binding(PublishedPort port) {
        var outside = Ports.Binding.bindIpAndPort("127.0.0.1", port.outside());
        return new PortBinding(outside, ExposedPort.tcp(port.inside()));
    }

    /** Creates the container and starts it. */
    void create() {
        container.start();
    }

    /** Removes the container with its data. */
    void remove() {
        container.stop();
    }

    /** Its number in the cluster, from 1. */
    @Override
    public int id() {
        return id;
    }

    /** Its name, also that of its host for the others. */
    public String name() {
        return configuration.name();
    }

    /** {@code host:port} for clients. */
    @Override
    public String address() {
        return configuration.address();
    }

    /** Whether it runs; one that is paused does. */
    @Override
    public boolean isAlive() {
        return Boolean.TRUE.equals(state().getRunning());
    }

    /** Whether it answers: by the health check of its image, which asks the server. */
    public boolean isHealthy() {
        ContainerState state = state();
        return Boolean.TRUE.equals(state.getRunning())
                && state.getHealth() != null
                && "healthy".equals(state.getHealth().getStatus());
    }

    private ContainerState state() {
        return docker().inspectContainerCmd(container.getContainerId()).exec().getState();
    }

    private DockerClient docker() {
        return container.getDockerClient();
    }

    /** Starts it, unless it lives. Does not wait until it serves. */
    @Override
    public void start() {
        changes.incrementAndGet();
        try {
            docker().startContainerCmd(container.getContainerId()).exec();
        } catch (NotModifiedException lives) {
            return;
        }
    }

    /** Ends it at once, as {@code kill -9} does, and waits until it is gone. */
    @Override
    public void kill() {
        changes.incrementAndGet();
        try {
            docker().killContainerCmd(container.getContainerId()).exec();
        } catch (ConflictException dead) {
            return; // it does not run
        }
        ContainerCluster.await(name() + " to be gone", () -> !isAlive(), () -> "");
    }

    /** Lets it finish what it does, for half a minute at most, then ends it. */
    @Override
    public void stop() {
        changes.incrementAndGet();
        try {
            docker().stopContainerCmd(container.getContainerId()).withTimeout(30).exec();
        } catch (NotModifiedException dead) {
            return;
        }
    }

    /** Stops it where it stands: its connections stay, and nothing is answered. */
    @Override
    public void pause() {
        changes.incrementAndGet();
        docker().pauseContainerCmd(container.getContainerId()).exec();
    }

    /** Lets it go on after {@link #pause}. Does nothing to one that runs. */
    @Override
    public void resume() {
        changes.incrementAndGet();
        if (Boolean.TRUE.equals(state().getPaused())) {
            docker().unpauseContainerCmd(container.getContainerId()).exec();
        }
    }

    @Override
    public long changes() {
        return changes.get();
    }

    /**
     * Runs a command in it.
     *
     * @return what it printed
     * @throws IllegalStateException with what it printed, if it fails
     */
    public String run(String... command) {
        try {
            ExecResult result = container.execInContainer(command);
            if (result.getExitCode() != 0) {
                throw new IllegalStateException(
                        String.join(" ", command)
                                + " fails in "
                                + name()
                                + ": "
                                + result.getStderr()
                                + result.getStdout());
            }
            return result.getStdout();
        } catch (IOException e) {
            throw new IllegalStateException("cannot run a command in " + name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a command ran in " + name(), e);
        }
    }

    /** The last lines that it logged, for a message. */
    @Override
    public String lastLines() {
        List<String> lines = container.getLogs().lines().toList();
        return String.join(
                "\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    @Override
    public String toString() {
        return name() + " at " + address();
    }
}
