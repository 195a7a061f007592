package labs.zookeeper.tree;

import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.ConnectionLossException;
import org.apache.zookeeper.KeeperException.SessionExpiredException;
import org.apache.zookeeper.ZooKeeper;

/** Calls to ZooKeeper whose failures say what they mean. Thread-safe. */
public final class Calls {
    private final Session session;

    Calls(Session session) {
        this.session = session;
    }

    /**
     * Does it once, in the current session.
     *
     * @throws OutcomeUnknownException when the connection broke
     * @throws SessionLostException when the session has expired
     * @throws NotAuthorizedException when an access control list does not let us
     * @throws TreeException when ZooKeeper refuses for another reason
     */
    public <T> T once(String path, Call<T> call) throws InterruptedException {
        // BEGIN SOLUTION
        ZooKeeper zooKeeper = session.zooKeeper();
        try {
            return call.on(zooKeeper);
        } catch (KeeperException e) {
            throw Failures.of(zooKeeper, path, e);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-1: see README, part 1");
    }

    /**
     * Does it again, in a new session if need be, until an answer comes: for calls that may be done
     * twice, such as reads. Waits for a server no longer than the session's patience.
     *
     * @throws NotConnectedException when no server answers for that long
     * @throws AnswerTooLargeException when the answer is longer than this client takes
     * @throws TreeException as {@link #once}
     */
    public <T> T repeated(String path, Call<T> call) throws InterruptedException {
        // BEGIN SOLUTION
        var repetition = new Repetition(session, path, session.patience());
        while (true) {
            ZooKeeper zooKeeper = session.zooKeeper();
            try {
                return call.on(zooKeeper);
            } catch (ConnectionLossException | SessionExpiredException e) {
                repetition.awaitNext(zooKeeper);
            } catch (KeeperException e) {
                throw Failures.of(zooKeeper, path, e);
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-1: see README, part 1");
    }
}
