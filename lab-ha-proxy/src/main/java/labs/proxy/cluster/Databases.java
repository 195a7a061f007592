package labs.proxy.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Makes the files of the databases: an empty one with the users and the table of the lab. */
final class Databases {
    static final String USER = "probe";
    static final String PASSWORD = "probe";

    /** The user that replicas connect with, which the agent uses for itself, too. */
    static final String REPLICATION_USER = "repl";

    static final String REPLICATION_PASSWORD = "repl";

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static final String USERS =
            """
            FLUSH PRIVILEGES;
            CREATE DATABASE lab;
            CREATE TABLE lab.writes (number BIGINT PRIMARY KEY) ENGINE=InnoDB;
            CREATE USER 'probe'@'%' IDENTIFIED BY 'probe';
            GRANT SELECT, INSERT ON lab.* TO 'probe'@'%';
            CREATE USER 'repl'@'%' IDENTIFIED BY 'repl';
            GRANT ALL ON *.* TO 'repl'@'%' WITH GRANT OPTION;
            CREATE USER 'repl'@'localhost' IDENTIFIED BY 'repl';
            GRANT ALL ON *.* TO 'repl'@'localhost' WITH GRANT OPTION;
            """;

    private Databases() {}

    /** A new data directory, with no server running on it. */
    static void create(Path data) throws IOException {
        Files.createDirectory(data);
        Commands.output(
                List.of(
                        "mariadb-install-db",
                        "--no-defaults",
                        "--user=mysql",
                        "--datadir=" + data,
                        "--innodb-log-file-size=8M",
                        "--skip-test-db",
                        "--auth-root-authentication-method=socket"),
                "",
                LIMIT);
        Commands.output(
                List.of(
                        "mariadbd",
                        "--no-defaults",
                        "--bootstrap",
                        "--user=mysql",
                        "--datadir=" + data,
                        "--innodb-log-file-size=8M"),
                USERS,
                LIMIT);
    }

    /** The same once more, with its owners. */
    static void copy(Path data, Path to) {
        Commands.output(List.of("cp", "-a", data.toString(), to.toString()), "", LIMIT);
    }

    /**
     * my.cnf of a node. What is acknowledged is on the disk: of the transaction log and, where
     * there are replicas, of the log that they read.
     */
    static String settings(Host host, SetUp setUp) {
        String common =
                """
                [mysqld]
                user = mysql
                datadir = /var/lib/mysql
                bind-address = 0.0.0.0
                skip-name-resolve
                innodb_flush_log_at_trx_commit = 1
                innodb_log_file_size = 8M
                innodb_buffer_pool_size = 32M
                performance_schema = OFF
                """;
        return setUp == SetUp.GROUP ? common : common + replication(host);
    }

    private static String replication(Host host) {
        return """
        server_id = %d
        report_host = %s
        log_bin = binlog
        relay_log = relay
        # A replica's own log begins when it is promoted. With what it is told in it, it would
        # itself wait for a replica before it believed its primary.
        log_slave_updates = OFF
        sync_binlog = 1
        # A replica that has lost its primary asks again soon.
        slave_net_timeout = 5
        # Semi-synchronous: a commit is answered when one replica has it, and not before, however
        # long that takes. Each node can be either, so each has both halves switched on.
        rpl_semi_sync_master_enabled = ON
        rpl_semi_sync_slave_enabled = ON
        rpl_semi_sync_master_wait_point = AFTER_SYNC
        rpl_semi_sync_master_timeout = 86400000
        """
                .formatted(host.id(), host.name());
    }
}
