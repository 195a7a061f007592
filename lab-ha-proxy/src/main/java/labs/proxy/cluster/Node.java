package labs.proxy.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** One machine of the cluster: namespaces with Corosync and Pacemaker in them. */
public final class Node implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> DIRECTORIES =
            List.of(
                    "etc/corosync",
                    "etc/mysql",
                    "sbin",
                    "corosync",
                    "pacemaker/cib",
                    "pacemaker/cores",
                    "pacemaker/pengine",
                    "pacemaker/blackbox",
                    "log/corosync",
                    "log/crmsh",
                    "log/mysql",
                    "log/pacemaker");

    private final Host host;
    private final Room room;
    private final Path directory;
    private final Path data;
    private Room inside; // null while it is off; guarded by this

    Node(Host host, Room room, Path directory, Path data) {
        this.host = host;
        this.room = room;
        this.directory = directory;
        this.data = data;
    }

    public String name() {
        return host.name();
    }

    /** Writes what its programs read. The database's files are there already. */
    void install(SetUp setUp, String seed) throws IOException {
        for (String each : DIRECTORIES) {
            Files.createDirectories(directory.resolve(each));
        }
        Files.writeString(
                directory.resolve("etc/corosync/corosync.conf"), CorosyncConf.text(Host.ALL));
        Path fenceAgent = directory.resolve("sbin/fence_lab");
        Files.writeString(fenceAgent, Commands.resource("fence_lab"));
        Files.setPosixFilePermissions(fenceAgent, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(directory.resolve("etc/mysql/my.cnf"), Databases.settings(host, setUp));
        Files.writeString(directory.resolve("etc/hosts"), hosts());
        Files.writeString(directory.resolve("pacemaker/cib/cib.xml"), seed);
        Commands.output(
                List.of(
                        "chown",
                        "-R",
                        "hacluster:haclient",
                        directory.resolve("pacemaker").toString()),
                "",
                LIMIT);
        Commands.output(
                List.of("chown", "-R", "mysql:mysql", directory.resolve("log/mysql").toString()),
                "",
                LIMIT);
    }

    private static String hosts() {
        return "127.0.0.1 localhost\n"
                + Host.ALL.stream()
                        .map(host -> host.address() + " " + host.name() + "\n")
                        .collect(Collectors.joining());
    }

    /** Switches it on. Returns when its first process runs; the cluster takes longer. */
    public synchronized void start() {
        try {
            inside =
                    room.inside(
                            List.of(
                                    host.name(),
                                    host.address(),
                                    directory.toString(),
                                    data.toString()),
                            directory);
            room.plugIn(host.name(), inside);
            inside.goOn();
        } catch (IOException e) {
            throw new ClusterException("cannot start " + host.name(), e);
        }
    }

    /** Cuts its power: every process on it is gone, and its network card with them. */
    public synchronized void crash() {
        if (inside != null) {
            inside.close();
            inside = null;
            room.unplug(host.name());
        }
    }

    public synchronized boolean isOn() {
        return inside != null && inside.isOpen();
    }

    /** Pulls its network cable. */
    public void cutOff() {
        room.network("ip", "link", "set", host.name(), "down");
    }

    /** Puts the cable in again. */
    public void heal() {
        room.network("ip", "link", "set", host.name(), "up");
    }

    /** Stops every process on it without ending any: it hangs, and keeps what it holds. */
    public void hang() {
        output("sh", "-c", "kill -STOP -1");
    }

    /** Kills the database as kill -9 does. The node and its cluster programs stay. */
    public void killDatabase() {
        output("pkill", "-KILL", "-x", "mariadbd");
    }

    /** Whether a database runs on it. */
    public boolean hasDatabase() {
        return run("pgrep", "-x", "mariadbd").isWell();
    }

    /** Whether clients would reach it by the address that moves. */
    public boolean hasAddress() {
        return output("ip", "-oneline", "address", "show", "dev", "eth0")
                .contains(" " + Host.VIRTUAL_ADDRESS + "/");
    }

    /** Runs SQL in its database as the administrator, and returns the rows, a line each. */
    public String sql(String statements) {
        return Commands.output(
                enter(
                        "mariadb",
                        "--batch",
                        "--skip-column-names",
                        "--socket=/run/mysqld/mysqld.sock"),
                statements,
                LIMIT);
    }

    /** Runs a command on it. */
    Commands.Ended run(String... command) {
        return Commands.run(enter(command), "", LIMIT);
    }

    /** Runs a command on it that must succeed. */
    public String output(String... command) {
        return Commands.output(enter(command), "", LIMIT);
    }

    /** Runs a command on it that reads the text. */
    String output(String input, List<String> command) {
        return Commands.output(enter(command.toArray(String[]::new)), input, LIMIT);
    }

    private synchronized List<String> enter(String... command) {
        if (inside == null) {
            throw new ClusterException(host.name() + " is off");
        }
        List<String> line =
                new ArrayList<>(inside.enter("--mount", "--uts", "--ipc", "--net", "--pid"));
        line.addAll(Arrays.asList(command));
        return line;
    }

    /** The cluster as this node sees it. */
    public ClusterStatus status() {
        return ClusterStatus.parse(output("crm_mon", "-1", "--output-as=xml"));
    }

    /** The last lines that its programs wrote, for a person who wonders. */
    public String lastWords(int lines) {
        return Commands.run(
                        List.of(
                                "sh",
                                "-c",
                                "tail -n "
                                        + lines
                                        + " "
                                        + directory
                                        + "/*.err "
                                        + directory
                                        + "/log/*.log "
                                        + directory
                                        + "/log/*/*.log"),
                        "",
                        LIMIT)
                .output();
    }

    @Override
    public void close() {
        crash();
    }
}
