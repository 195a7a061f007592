package labs.proxy.mysql.server;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A primary and replicas of it, with GTIDs. The first server is the primary at the beginning; the
 * others are read-only. Close it: that ends all of them.
 *
 * <pre>
 *   server 1: primary ──binlog──▶ server 2: read_only
 *                     └──binlog─▶ server 3: read_only
 * </pre>
 */
public final class ReplicationCluster implements AutoCloseable {
    private final List<MariaDbServer> servers = new ArrayList<>();

    /** Starts so many servers and waits until the replicas follow. */
    public static ReplicationCluster start(int count, Consumer<String> progress)
            throws IOException, SQLException {
        var cluster = new ReplicationCluster();
        try {
            Distribution distribution = Distribution.get(progress);
            for (int id = 1; id <= count; id++) {
                progress.accept("starting server " + id);
                cluster.servers.add(MariaDbServer.start(distribution, id, List.of()));
            }
            cluster.arrange();
            return cluster;
        } catch (IOException | SQLException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** The servers; those that are replicas now need not be those of the beginning. */
    public List<MariaDbServer> servers() {
        return List.copyOf(servers);
    }

    public MariaDbServer server(int id) {
        return servers.get(id - 1);
    }

    /**
     * Makes it as it was in the beginning, whatever has happened: all run, the first is the
     * primary, the others follow it and have what it has, which is an empty schema {@code lab}.
     */
    public void arrange() throws SQLException {
        for (MariaDbServer server : servers) {
            server.start();
            // First of all: a server that waits for a replica does nothing else.
            server.execute("SET GLOBAL rpl_semi_sync_master_enabled=0");
        }
        for (MariaDbServer server : servers) {
            server.execute("STOP ALL SLAVES", "RESET SLAVE ALL");
        }
        for (MariaDbServer server : servers) {
            server.execute(
                    "SET GLOBAL read_only=0",
                    "SET GLOBAL rpl_semi_sync_slave_enabled=0",
                    "SET GLOBAL slave_net_timeout=60",
                    "SET sql_log_bin=0",
                    "DROP DATABASE IF EXISTS lab",
                    "CREATE DATABASE lab",
                    "RESET MASTER",
                    "SET GLOBAL gtid_slave_pos=''");
        }
        for (MariaDbServer replica : servers.subList(1, servers.size())) {
            replica.execute("SET GLOBAL read_only=1", follow(servers.get(0)), "START SLAVE");
        }
    }

    private static String follow(MariaDbServer primary) {
        return "CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT=%d, MASTER_USER='%s',"
                        .formatted(primary.address().getPort(), MariaDbServer.REPLICA)
                + " MASTER_PASSWORD='%s', MASTER_SSL=0, MASTER_CONNECT_RETRY=1,"
                        .formatted(MariaDbServer.PASSWORD)
                + " MASTER_USE_GTID=slave_pos";
    }

    @Override
    public void close() {
        servers.forEach(MariaDbServer::close);
    }
}
