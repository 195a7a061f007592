package labs.cluster.mariadb;

import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import labs.cluster.Ports;
import labs.cluster.Provision;
import labs.cluster.RealSystem;
import labs.cluster.SystemCluster;
import labs.cluster.WorkDirectory;

/**
 * A primary and replicas of it, with GTIDs. The first server is the primary at the beginning; the
 * others are read-only. Close it: that ends all of them.
 *
 * <pre>
 *   server 1: primary ──binlog──▶ server 2: read_only
 *                     └──binlog─▶ server 3: read_only
 * </pre>
 */
public final class ReplicationCluster extends SystemCluster<MariaDbNode> {
    private ReplicationCluster(
            Provision provision, List<MariaDbNode> nodes, WorkDirectory directory) {
        super(provision, nodes, directory::close);
    }

    /**
     * Starts so many servers, embedded or native, and waits until the replicas follow.
     *
     * @throws IllegalStateException when they do not come up; it holds the end of their logs
     */
    public static ReplicationCluster start(int count, Consumer<String> progress)
            throws SQLException {
        // They must be ours: clients are sent from one to the other, and all of them are changed.
        Provision provision = MariaDb.ours();
        Distribution distribution = Distribution.get(provision, progress);
        WorkDirectory directory = WorkDirectory.create("mariadb");
        List<MariaDbNode> nodes =
                IntStream.rangeClosed(1, count)
                        .mapToObj(id -> distribution.node(id, Ports.free(), directory, List.of()))
                        .toList();
        var cluster = new ReplicationCluster(provision, nodes, directory);
        try {
            progress.accept("starting " + count + " servers");
            nodes.parallelStream().forEach(MariaDbNode::start);
            cluster.arrange();
            provision.say(RealSystem.MYSQL, nodes.toString());
            return cluster;
        } catch (SQLException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    @Override
    protected void awaitServing() {
        // Each waits for itself when it is started.
    }

    /**
     * Makes it as it was in the beginning, whatever has happened: all run, the first is the
     * primary, the others follow it and have what it has, which is an empty schema {@code lab}.
     */
    public void arrange() throws SQLException {
        heal();
        for (MariaDbNode server : nodes()) {
            // First of all: a server that waits for a replica does nothing else.
            server.execute("SET GLOBAL rpl_semi_sync_master_enabled=0");
        }
        for (MariaDbNode server : nodes()) {
            server.execute("STOP ALL SLAVES", "RESET SLAVE ALL");
        }
        for (MariaDbNode server : nodes()) {
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
        for (MariaDbNode replica : nodes().subList(1, nodes().size())) {
            replica.execute("SET GLOBAL read_only=1", follow(node(1)), "START SLAVE");
        }
    }

    private static String follow(MariaDbNode primary) {
        return "CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT=%d, MASTER_USER='%s',"
                        .formatted(primary.port(), MariaDbNode.REPLICA)
                + " MASTER_PASSWORD='%s', MASTER_SSL=0, MASTER_CONNECT_RETRY=1,"
                        .formatted(MariaDbNode.PASSWORD)
                + " MASTER_USE_GTID=slave_pos";
    }
}
