package labs.mq.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One server of a {@link KafkaCluster}: a process that can be killed, and started again on the same
 * directory and ports. Thread-safe.
 */
public final class KafkaServer {
    /** The system property with flags of the servers' JVMs. */
    public static final String JVM = "lab.kafka.jvm";

    /** Most live for a minute: the second compiler would work for nobody. */
    private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private final int id;
    private final int port;
    private final String clusterId;
    private final Path directory;
    private final List<String> configuration;
    private Process process; // guarded by this; null before the first start

    KafkaServer(int id, int port, String clusterId, Path directory, List<String> configuration) {
        this.id = id;
        this.port = port;
        this.clusterId = clusterId;
        this.directory = directory;
        this.configuration = List.copyOf(configuration);
    }

    /** Its {@code node.id}, from 1. */
    public int id() {
        return id;
    }

    /** {@code host:port} for clients. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** The number of its process. */
    public synchronized long pid() {
        return process.pid();
    }

    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Starts its process, unless it lives. Does not wait until it serves. */
    public synchronized void start() {
        if (isAlive()) {
            return;
        }
        try {
            Files.createDirectories(directory);
            Path file = directory.resolve("server.properties");
            Files.write(file, configuration);
            process =
                    new ProcessBuilder(command(file))
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start Kafka server " + id, e);
        }
    }

    private List<String> command(Path file) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(System.getProperty(JVM, SHORT_LIVED).split(" ")));
        command.addAll(
                List.of(
                        "-Xmx512m",
                        "-XX:-UsePerfData",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KafkaServerMain.class.getName(),
                        file.toString(),
                        clusterId));
        return command;
    }

    /** Where it writes its log. */
    public Path log() {
        return directory.resolve("server.log");
    }

    /** Kills it at once, as {@code kill -9} does, and waits until it is gone. */
    public synchronized void kill() {
        end(true);
    }

    /** Lets it finish what it does and hand over what it leads. */
    public synchronized void stop() {
        end(false);
    }

    private void end(boolean atOnce) {
        if (process == null) {
            return;
        }
        ProcessHandle handle = process.toHandle();
        boolean asked = atOnce ? handle.destroyForcibly() : handle.destroy();
        try {
            if (asked && !process.waitFor(30, TimeUnit.SECONDS)) {
                handle.destroyForcibly();
            }
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "Kafka server " + id + " at " + address();
    }
}
