package labs.zookeeper.ensemble;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A ZooKeeper ensemble: one that we started, each server a process of this machine, or one that
 * runs elsewhere. Thread-safe. Close it: that kills its servers and deletes their directories.
 *
 * <p>Its tick is short (200 ms; ZooKeeper's default is 2 s), so that sessions of 400 ms are allowed
 * and a dead leader is noticed in about a second.
 */
public final class Ensemble implements AutoCloseable {
    /** The environment variable that names a running ensemble, {@code host:port,host:port}. */
    public static final String VARIABLE = "LAB_ZOOKEEPER";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 3;
    private static final Routes DIRECT = (from, to, port) -> port;

    private final String connectString;
    private final List<EnsembleServer> servers;
    private final Path directory; // null when it is not ours
    private final Thread atExit;

    private Ensemble(String connectString, List<EnsembleServer> servers, Path directory) {
        this.connectString = connectString;
        this.servers = List.copyOf(servers);
        this.directory = directory;
        this.atExit = new Thread(this::destroy, "ensemble-at-exit");
    }

    /** The ensemble that {@value #VARIABLE} names, or one of that many servers of our own. */
    public static Ensemble fromEnvironmentOr(int servers) {
        return Optional.ofNullable(System.getenv(VARIABLE))
                .filter(value -> !value.isBlank())
                .map(value -> new Ensemble(value.strip(), List.of(), null))
                .orElseGet(() -> start(servers));
    }

    /**
     * How followers reach their leader: by default, directly. Votes in elections always go
     * directly: servers open those connections to the address that the other one names as its own,
     * whatever their own configuration says.
     */
    @FunctionalInterface
    public interface Routes {
        /**
         * Asked once for each server and each other one.
         *
         * @return the port of this machine that server {@code from} is told instead of {@code
         *     port}, the one on which server {@code to} listens for followers
         */
        int port(int from, int to, int port);
    }

    /** {@link #start(int, Routes)} with servers that reach each other directly. */
    public static Ensemble start(int servers) {
        return start(servers, DIRECT);
    }

    /**
     * Starts that many servers and waits until they serve clients.
     *
     * @throws IllegalStateException when they do not come up within a minute; it holds the end of
     *     their logs
     */
    public static Ensemble start(int servers, Routes routes) {
        // A port that was free may be taken by the time the server binds it: rare, and then we try
        // with others.
        for (int attempt = 1; ; attempt++) {
            Ensemble ensemble = create(servers, routes);
            try {
                Runtime.getRuntime().addShutdownHook(ensemble.atExit);
                ensemble.servers.forEach(EnsembleServer::start);
                ensemble.awaitServing();
                return ensemble;
            } catch (ServerEndedException e) {
                ensemble.close();
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            } catch (RuntimeException e) {
                ensemble.close();
                throw e;
            }
        }
    }

    private static Ensemble create(int count, Routes routes) {
        List<Integer> ports = Ports.free(3 * count);
        Path directory = temporaryDirectory();
        var servers = new ArrayList<EnsembleServer>();
        for (int i = 0; i < count; i++) {
            int id = i + 1;
            int port = ports.get(3 * i);
            Path own = directory.resolve("server-" + id);
            List<String> members = members(id, ports, routes);
            // In ticks. A follower that meets a proxy where its leader does not listen yet believes
            // that it is connected, and the leader then waits for it as long as that.
            int initLimit = routes == DIRECT ? 50 : 15;
            List<String> configuration = configuration(own, port, initLimit, members);
            servers.add(new EnsembleServer(id, port, own, configuration));
        }
        String connectString =
                servers.stream().map(EnsembleServer::address).collect(Collectors.joining(","));
        return new Ensemble(connectString, servers, directory);
    }

    /** The servers as server {@code from} is to reach them; itself too, as it listens. */
    private static List<String> members(int from, List<Integer> ports, Routes routes) {
        var members = new ArrayList<String>();
        for (int to = 1; 3 * to <= ports.size(); to++) {
            int quorum = ports.get(3 * to - 2);
            int election = ports.get(3 * to - 1);
            if (to != from) {
                quorum = routes.port(from, to, quorum);
            }
            members.add("server." + to + "=127.0.0.1:" + quorum + ":" + election);
        }
        return members;
    }

    private static List<String> configuration(
            Path directory, int port, int initLimit, List<String> members) {
        var lines =
                new ArrayList<>(
                        List.of(
                                "dataDir=" + directory.resolve("data"),
                                "clientPort=" + port,
                                "clientPortAddress=127.0.0.1",
                                "tickTime=200",
                                "initLimit=" + initLimit,
                                "syncLimit=10",
                                "maxSessionTimeout=60000",
                                "maxClientCnxns=0",
                                "admin.enableServer=false",
                                "4lw.commands.whitelist=*"));
        if (members.size() > 1) {
            lines.addAll(members); // without them, a server stands alone
        }
        return lines;
    }

    /** Whether its servers are ours, to kill and to pause. */
    public boolean isOurs() {
        return directory != null;
    }

    /** What a client connects to: {@code host:port,host:port,host:port}. */
    public String connectString() {
        return connectString;
    }

    /** The servers, by their numbers; none when the ensemble is not ours. */
    public List<EnsembleServer> servers() {
        return servers;
    }

    /** The server that leads (or stands alone); waits for one. */
    public EnsembleServer leader() {
        await("a leader", () -> findLeader().isPresent());
        return findLeader().orElseGet(this::leader);
    }

    private Optional<EnsembleServer> findLeader() {
        return servers.stream().filter(server -> leads(server.role())).findFirst();
    }

    private static boolean leads(Role role) {
        return role == Role.LEADER || role == Role.STANDALONE;
    }

    /** A server that follows; waits for one. */
    public EnsembleServer follower() {
        await("a follower", () -> findFollower().isPresent());
        return findFollower().orElseGet(this::follower);
    }

    private Optional<EnsembleServer> findFollower() {
        return servers.stream().filter(server -> server.role() == Role.FOLLOWER).findFirst();
    }

    /** Starts all servers that do not live, and waits until every one serves clients. */
    public void heal() {
        servers.forEach(EnsembleServer::start);
        servers.forEach(EnsembleServer::resume);
        awaitServing();
    }

    /** Waits until every server that we started serves clients. */
    public void awaitServing() {
        await("all servers to serve", () -> servers.stream().allMatch(Ensemble::serves));
    }

    private static boolean serves(EnsembleServer server) {
        if (!server.isAlive()) {
            throw new ServerEndedException(server + " ended:\n" + tail(server));
        }
        Role role = server.role();
        return leads(role) || role == Role.FOLLOWER;
    }

    private void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(
                        "waited "
                                + PATIENCE.toSeconds()
                                + " s for "
                                + what
                                + servers.stream()
                                        .map(server -> "\n" + server + ":\n" + tail(server))
                                        .collect(Collectors.joining()));
            }
            pauseBetweenLooks();
        }
    }

    // There is no event to wait for: a server's role is known by asking.
    private static void pauseBetweenLooks() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the ensemble", e);
        }
    }

    private static String tail(EnsembleServer server) {
        try {
            List<String> lines = Files.readAllLines(server.log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e + ")";
        }
    }

    /** Kills our servers and deletes their directories; does nothing to an ensemble of others. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return; // the JVM is going down, and the hook does the work
        }
        destroy();
    }

    private void destroy() {
        servers.forEach(EnsembleServer::kill);
        if (directory != null) {
            delete(directory);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("lab-zookeeper-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a directory for the servers' data", e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }

    /** A server ended before it served. */
    private static final class ServerEndedException extends IllegalStateException {
        private static final long serialVersionUID = 1;

        ServerEndedException(String message) {
            super(message);
        }
    }
}
