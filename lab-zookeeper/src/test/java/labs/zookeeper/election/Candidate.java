package labs.zookeeper.election;

import labs.zookeeper.tree.Session;
import labs.zookeeper.tree.TestSessions;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.ExponentialBackoffRetry;
import org.apache.zookeeper.ZooKeeper;

/** A candidate with a session of its own, as a process would have. */
interface Candidate extends AutoCloseable {
    Election election();

    ZooKeeper zooKeeper() throws Exception;

    /** Ends the session, and the election with it. */
    @Override
    void close();

    /** How one comes to be. */
    interface Maker {
        Candidate at(String connectString, String path, String id) throws Exception;
    }

    /** One with our election. */
    static Candidate ours(String connectString, String path, String id) throws Exception {
        Session session = TestSessions.open(connectString);
        Election election = new LeaderElection(session, path, id);
        return new Candidate() {
            @Override
            public Election election() {
                return election;
            }

            @Override
            public ZooKeeper zooKeeper() {
                return session.zooKeeper();
            }

            @Override
            public void close() {
                election.close();
                session.close();
            }
        };
    }

    /** One with Curator's. */
    static Candidate curators(String connectString, String path, String id) throws Exception {
        CuratorFramework client =
                CuratorFrameworkFactory.newClient(
                        connectString, 30_000, 10_000, new ExponentialBackoffRetry(100, 5));
        client.start();
        client.blockUntilConnected();
        Election election = new LatchElection(client, path, id);
        return new Candidate() {
            @Override
            public Election election() {
                return election;
            }

            @Override
            public ZooKeeper zooKeeper() throws Exception {
                return client.getZookeeperClient().getZooKeeper();
            }

            @Override
            public void close() {
                election.close();
                client.close();
            }
        };
    }
}
