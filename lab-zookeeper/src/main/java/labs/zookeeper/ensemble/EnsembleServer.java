package labs.zookeeper.ensemble;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One server of an {@link Ensemble}: a process that can be killed, stopped for a while, and started
 * again on the same directory and ports. Thread-safe.
 */
public final class EnsembleServer {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private final int id;
    private final int clientPort;
    private final Path directory;
    private final List<String> configuration;
    private Process process; // guarded by this; null before the first start

    EnsembleServer(int id, int clientPort, Path directory, List<String> configuration) {
        this.id = id;
        this.clientPort = clientPort;
        this.directory = directory;
        this.configuration = List.copyOf(configuration);
    }

    /** Its number, from 1: the N of {@code server.N}. */
    public int id() {
        return id;
    }

    /** The port on which it serves clients. */
    public int port() {
        return clientPort;
    }

    /** {@code host:port} for clients. */
    public String address() {
        return "127.0.0.1:" + clientPort;
    }

    /** The number of its process. */
    public synchronized long pid() {
        return process.pid();
    }

    /** Whether its process lives; one that is paused does. */
    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Starts its process, unless it lives. Does not wait until it serves. */
    public synchronized void start() {
        if (isAlive()) {
            return;
        }
        try {
            Path data = Files.createDirectories(directory.resolve("data"));
            Files.writeString(data.resolve("myid"), Integer.toString(id));
            Path file = directory.resolve("zoo.cfg");
            Files.write(file, configuration);
            process =
                    new ProcessBuilder(command(file))
                            .redirectOutput(log().toFile())
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start ZooKeeper server " + id, e);
        }
    }

    private List<String> command(Path file) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // starts in half the time
                "-XX:-UsePerfData",
                "-Dzookeeper.preAllocSize=1024", // KiB; 64 MiB a server otherwise
                "-Dzookeeper.extendedTypesEnabled=true",
                // A vote that got lost is told again after that at most, and not after up to 60 s.
                "-Dzookeeper.fastleader.maxNotificationInterval=400",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                ServerMain.class.getName(),
                file.toString());
    }

    /** Where it writes its log. */
    public Path log() {
        return directory.resolve("server.log");
    }

    /** Kills it at once, as {@code kill -9} does, and waits until it is gone. */
    public synchronized void kill() {
        if (process == null) {
            return;
        }
        process.toHandle().destroyForcibly();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException(this + " does not die");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Stops its process where it stands (SIGSTOP), as a long pause does: it keeps its connections
     * and answers nothing. It goes on by itself after a minute, so that nothing stays behind
     * stopped if we are killed meanwhile.
     */
    public void pause() {
        long pid = pid();
        signal("kill -STOP " + pid);
        background("sleep " + LONGEST_PAUSE.toSeconds() + "; kill -CONT " + pid);
    }

    /** Lets a paused process go on. */
    public void resume() {
        signal("kill -CONT " + pid());
    }

    private void signal(String command) {
        try {
            int exit = background(command).waitFor();
            if (exit != 0) {
                throw new IllegalStateException(command + " failed: is " + this + " alive?");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Process background(String command) {
        try {
            return new ProcessBuilder("/bin/sh", "-c", command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        }
    }

    /** What it is at this moment, by its own word. */
    public Role role() {
        try {
            return Role.of(FourLetterWord.ask(clientPort, "srvr"));
        } catch (IOException e) {
            return Role.SILENT;
        }
    }

    @Override
    public String toString() {
        return "server " + id + " at " + address();
    }
}
