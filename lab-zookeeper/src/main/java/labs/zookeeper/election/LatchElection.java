package labs.zookeeper.election;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.apache.curator.framework.recipes.leader.Participant;
import org.apache.zookeeper.data.Stat;

/** The same election by Curator's {@link LeaderLatch}. */
public final class LatchElection implements Election {
    private final CuratorFramework client;
    private final LeaderLatch latch;
    private final String id;

    /**
     * A candidate that does not stand yet.
     *
     * @param client is started, and outlives this
     * @param path the node of the election; created when missing
     * @param id what {@link #leader} calls this candidate
     */
    public LatchElection(CuratorFramework client, String path, String id) {
        this.client = client;
        this.id = id;
        this.latch = new LeaderLatch(client, path, id, LeaderLatch.CloseMode.NOTIFY_LEADER);
    }

    @Override
    public void start() {
        // BEGIN SOLUTION
        asked(
                () -> {
                    latch.start();
                    return null;
                });
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-2: see README, part 2");
    }

    @Override
    public boolean isLeader() {
        // BEGIN SOLUTION
        return latch.hasLeadership();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-2: see README, part 2");
    }

    @Override
    public boolean awaitLeadership(Duration limit) throws InterruptedException {
        // BEGIN SOLUTION
        return latch.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-2: see README, part 2");
    }

    /** {@inheritDoc} The latch does not know it: asks a server. */
    @Override
    public long epoch() {
        // BEGIN SOLUTION
        String node = latch.hasLeadership() ? latch.getOurPath() : null;
        Stat stat = node == null ? null : asked(() -> client.checkExists().forPath(node));
        // In this order: if it still leads now, it has led all the time, with that node.
        if (stat == null || !latch.hasLeadership()) {
            throw new NotLeaderException(id);
        }
        return stat.getCzxid();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-2: see README, part 2");
    }

    @Override
    public Optional<String> leader() {
        // BEGIN SOLUTION
        return Optional.of(asked(latch::getLeader))
                .filter(Participant::isLeader)
                .map(Participant::getId);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-2: see README, part 2");
    }

    @Override
    public List<String> participants() {
        // BEGIN SOLUTION
        return asked(latch::getParticipants).stream().map(Participant::getId).toList();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-2: see README, part 2");
    }

    @Override
    public void addListener(ElectionListener listener) {
        // BEGIN SOLUTION
        latch.addListener(
                new LeaderLatchListener() {
                    @Override
                    public void isLeader() {
                        listener.elected(epoch());
                    }

                    @Override
                    public void notLeader() {
                        listener.deposed();
                    }
                });
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-2: see README, part 2");
    }

    @Override
    public void close() {
        if (latch.getState() != LeaderLatch.State.STARTED) {
            return;
        }
        try {
            latch.close();
        } catch (IOException e) {
            throw new UncheckedIOException(id + " could not leave the election", e);
        }
    }

    private interface Question<T> {
        T ask() throws Exception; // as Curator has it
    }

    private static <T> T asked(Question<T> question) {
        try {
            return question.ask();
        } catch (RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Curator asked a server", e);
        } catch (Exception e) {
            throw new IllegalStateException("Curator got no answer", e);
        }
    }
}
