package labs.cluster.mariadb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import labs.cluster.FileTrees;
import labs.cluster.Provision;
import labs.cluster.WorkDirectory;

/**
 * MariaDB's program and an empty data directory, made once a machine: below the system's temporary
 * directory, under a name that holds the version and the user. JVMs that come at the same time wait
 * for the first. Nothing here is deleted again: the next JVM starts in a second.
 *
 * @param program where the program lies
 * @param data an empty data directory, to be copied
 */
record Distribution(Program program, Path data) {
    /** Whoever changes what is made here gives it a new number. */
    private static final int EDITION = 3;

    /**
     * Finds what was made, or makes it.
     *
     * @throws IllegalStateException if there is no MariaDB for this system
     * @throws UncheckedIOException if it cannot be made, for example because the disk is full
     */
    static Distribution get(Provision provision, Consumer<String> progress) {
        Program.Source source =
                provision == Provision.NATIVE ? new NativePackage() : new MavenArtifact();
        try {
            return get(source, progress);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot make MariaDB ready below "
                            + System.getProperty("java.io.tmpdir")
                            + "; is there room for 400 MB?",
                    e);
        }
    }

    private static Distribution get(Program.Source source, Consumer<String> progress)
            throws IOException {
        String user = System.getProperty("user.name");
        Path all =
                Path.of(System.getProperty("java.io.tmpdir"))
                        .resolve("lab-mariadb-%s-%d-%s".formatted(source.name(), EDITION, user));
        makeOurs(all);
        Path ready = all.resolve("ready");
        try (FileChannel file =
                        FileChannel.open(
                                all.resolve("lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var lock = file.lock()) {
            if (!Files.exists(ready)) {
                makeInto(all, ready, source, progress);
            }
        }
        return new Distribution(source.in(ready), ready.resolve("data"));
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
    private static void makeInto(
            Path all, Path ready, Program.Source source, Consumer<String> progress)
            throws IOException {
        Path making = all.resolve("making");
        FileTrees.delete(making);
        Files.createDirectory(making);
        progress.accept("unpacking MariaDB " + source.name() + " (once on this machine)");
        source.unpack(making);
        progress.accept("making its system tables");
        makeData(source.in(making), making);
        Files.move(making, ready, StandardCopyOption.ATOMIC_MOVE);
    }

    // What mariadb-install-db does, without Perl, help texts and the sys schema.
    private static void makeData(Program program, Path directory) throws IOException {
        Path data = Files.createDirectory(directory.resolve("data"));
        Path sql = directory.resolve("bootstrap.sql");
        Files.writeString(sql, bootstrap(program));
        Path log = directory.resolve("bootstrap.log");
        var command = new ArrayList<>(program.command(data));
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

    private static String bootstrap(Program program) throws IOException {
        var sql = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\n");
        for (String part : List.of("system_tables", "performance_tables", "system_tables_data")) {
            sql.append(program.script(part));
        }
        // Before replication begins, so that the users are no part of it.
        sql.append("FLUSH PRIVILEGES;\n");
        for (String user : List.of(MariaDbNode.USER, MariaDbNode.MONITOR, MariaDbNode.REPLICA)) {
            sql.append(
                    "CREATE USER %s@'%%' IDENTIFIED BY '%s';\n"
                            .formatted(user, MariaDbNode.PASSWORD));
        }
        // lab must not have READ_ONLY ADMIN: who has it may write to a replica.
        sql.append("GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, INDEX,")
                .append(" CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, CREATE ROUTINE,")
                .append(" ALTER ROUTINE, PROCESS ON *.* TO lab@'%';\n")
                .append("GRANT ALL ON *.* TO monitor@'%' WITH GRANT OPTION;\n")
                .append("GRANT REPLICATION SLAVE ON *.* TO replica@'%';\n")
                .append("CREATE DATABASE lab;\n");
        return sql.toString();
    }

    /** A server with that number, not started yet, with a directory of its own in that one. */
    MariaDbNode node(int id, int port, WorkDirectory directory, List<String> options) {
        return MariaDbNode.process(
                this, id, port, directory.path().resolve("server-" + id), options);
    }

    /** A new data directory. */
    void copyData(Path to) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(data.relativize(file).toString()));
            }
        }
    }
}
