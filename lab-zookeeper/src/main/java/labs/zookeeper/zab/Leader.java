package labs.zookeeper.zab;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import labs.zookeeper.zab.ZabMessage.Ack;
import labs.zookeeper.zab.ZabMessage.AckEpoch;
import labs.zookeeper.zab.ZabMessage.FollowerInfo;
import labs.zookeeper.zab.ZabMessage.NewEpoch;
import labs.zookeeper.zab.ZabMessage.NewLeader;
import labs.zookeeper.zab.ZabMessage.Ping;
import labs.zookeeper.zab.ZabMessage.Pong;
import labs.zookeeper.zab.ZabMessage.Stage;

/**
 * Leading: a new epoch that a majority agrees to ({@link Discovery}), then this log on the disks of
 * a majority (synchronisation), and only then transactions of its own ({@link Broadcast}). It gives
 * up when it has not heard from a majority for a while.
 */
final class Leader implements Role {
    static final String PING = "ping";
    private static final Duration PING_EVERY = Duration.ofMillis(50);
    private static final int PINGS_IN_VAIN = 16;
    private final ZabNode node;
    private final Replica replica;
    private final Discovery discovery;
    private final Confirmations confirmations;
    private final Broadcast broadcast;
    private final Set<Integer> heard = new HashSet<>(); // since a majority was heard
    private int inVain; // pings since a majority was heard
    private boolean primary;

    Leader(ZabNode node, Replica replica) {
        this.node = node;
        this.replica = replica;
        this.discovery = new Discovery(node, replica);
        this.confirmations = new Confirmations(node.id(), node.nodes().size());
        this.broadcast = new Broadcast(node, replica);
    }

    @Override
    public void begin() {
        discovery.begin();
        node.timer(PING, PING_EVERY);
    }

    @Override
    public void receive(int from, ZabMessage message) {
        if (message instanceof FollowerInfo info) {
            meet(from, info);
        } else if (message instanceof AckEpoch agreed) {
            bringUp(from, agreed);
        } else if (message instanceof Ack ack) {
            count(from, ack.epoch(), ack.last());
        } else if (message instanceof Pong pong) {
            takePong(from, pong);
        }
    }

    private void meet(int from, FollowerInfo info) {
        // BEGIN SOLUTION
        if (!discovery.meet(from, info.promise())) {
            node.lookForLeader(); // it can never follow me in this epoch; in a higher one it can
        } else if (discovery.epoch() > 0) {
            node.send(from, new NewEpoch(discovery.epoch()));
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-7: see README, part 7");
    }

    private void bringUp(int from, AckEpoch ack) {
        // BEGIN SOLUTION
        if (ack.epoch() != discovery.epoch()) {
            return;
        }
        boolean mayLead = discovery.agreed(from, ack);
        if (!mayLead) {
            node.lookForLeader(); // it may have what was committed and I do not
        } else if (replica.currentEpoch() == discovery.epoch()) {
            synchronise(from, ack.last());
        } else if (discovery.isOver()) {
            enterEpoch();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-7: see README, part 7");
    }

    // BEGIN SOLUTION
    /** Discovery is over: my own log is that of the epoch, and all who agreed get it. */
    private void enterEpoch() {
        Zxid last = replica.log().last();
        replica.synchronise(discovery.epoch(), new Suffix(last, List.of()));
        broadcast.open(discovery.epoch());
        discovery.histories().forEach(this::synchronise);
    }

    private void synchronise(int follower, Zxid its) {
        node.send(follower, new NewLeader(discovery.epoch(), replica.log().suffixFor(its)));
    }

    // END SOLUTION

    /** That follower has the log of this epoch up to there on its disk. */
    private void count(int from, long epoch, Zxid last) {
        // BEGIN SOLUTION
        if (epoch == discovery.epoch()) {
            hear(from);
            if (broadcast.count(from, last) && !primary) {
                primary = true;
                node.application().leads();
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-7: see README, part 7");
    }

    private void takePong(int from, Pong pong) {
        // BEGIN SOLUTION
        if (pong.epoch() == discovery.epoch()) {
            count(from, pong.epoch(), pong.last());
            broadcast.complete(from, pong.last());
            confirmations.heard(from, pong.round());
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-7: see README, part 7");
    }

    boolean isPrimary() {
        return primary;
    }

    Zxid nextZxid() {
        return broadcast.nextZxid();
    }

    void broadcast(long value) {
        broadcast.propose(value);
    }

    /** See {@link ZabNode#confirm}. */
    void confirm(Runnable then) {
        confirmations.add(then);
        ping();
    }

    private void ping() {
        long round = confirmations.nextRound();
        broadcast.tell(new Ping(discovery.epoch(), round, broadcast.committed()));
    }

    private void hear(int from) {
        heard.add(from);
        heard.add(node.id());
        if (node.isMajority(heard.size())) {
            heard.clear();
            inVain = 0;
        }
    }

    @Override
    public void timeout(String timer) {
        if (++inVain > PINGS_IN_VAIN) {
            node.lookForLeader(); // perhaps the others have a new leader already
        } else {
            ping();
            node.timer(PING, PING_EVERY);
        }
    }

    @Override
    public Object state() {
        return List.of(
                "leading",
                primary,
                inVain,
                Set.copyOf(heard),
                discovery.state(),
                broadcast.state(),
                confirmations.state());
    }

    @Override
    public Stage stage() {
        return Stage.LEADING;
    }
}
