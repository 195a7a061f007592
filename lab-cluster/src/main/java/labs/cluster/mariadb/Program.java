package labs.cluster.mariadb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * MariaDB's server program.
 *
 * @param executable {@code mariadbd}
 * @param base the directory that it takes for its installation
 * @param share where its messages, character sets and scripts lie
 */
record Program(Path executable, Path base, Path share) {
    /** Where a program comes from. */
    interface Source {
        /** A word that tells it from others, such as its version. */
        String name();

        /** Puts into an empty directory what is to lie there. */
        void unpack(Path directory) throws IOException;

        /** The program, where {@link #unpack} has been. */
        Program in(Path directory);
    }

    /** What a server on these data begins with. */
    List<String> command(Path data) {
        var command =
                new ArrayList<>(
                        List.of(
                                executable.toString(),
                                "--no-defaults",
                                "--basedir=" + base,
                                "--lc-messages-dir=" + share,
                                "--character-sets-dir=" + share.resolve("charsets"),
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

    /** The text of one of its scripts; their names changed between 10.11 and 11. */
    String script(String part) throws IOException {
        Path file = share.resolve("mariadb_" + part + ".sql");
        return Files.readString(
                Files.exists(file) ? file : share.resolve("mysql_" + part + ".sql"));
    }
}
