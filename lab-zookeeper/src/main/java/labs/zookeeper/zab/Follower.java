package labs.zookeeper.zab;

import java.time.Duration;
import java.util.List;
import labs.zookeeper.zab.ZabMessage.Ack;
import labs.zookeeper.zab.ZabMessage.AckEpoch;
import labs.zookeeper.zab.ZabMessage.Commit;
import labs.zookeeper.zab.ZabMessage.FollowerInfo;
import labs.zookeeper.zab.ZabMessage.NewEpoch;
import labs.zookeeper.zab.ZabMessage.NewLeader;
import labs.zookeeper.zab.ZabMessage.Ping;
import labs.zookeeper.zab.ZabMessage.Pong;
import labs.zookeeper.zab.ZabMessage.Propose;
import labs.zookeeper.zab.ZabMessage.Stage;

/**
 * Following: says what it has (discovery), takes over what the leader has (synchronisation), and
 * from then on accepts proposals in their order (broadcast). It says its last word again until the
 * leader goes on, and gives up a leader that is silent.
 */
final class Follower implements Role {
    static final String RETRY = "retry";
    static final String SILENCE = "silence";
    private static final Duration RETRY_AFTER = Duration.ofMillis(150);
    private static final Duration GIVE_UP_AFTER = Duration.ofMillis(600);
    private final ZabNode node;
    private final Replica replica;
    private final int leader;
    private long epoch; // that the leader asked for; 0 before

    Follower(ZabNode node, Replica replica, int leader) {
        this.node = node;
        this.replica = replica;
        this.leader = leader;
    }

    @Override
    public void begin() {
        node.timer(SILENCE, GIVE_UP_AFTER);
        askAgain();
    }

    private void askAgain() {
        if (epoch == 0) {
            node.send(leader, new FollowerInfo(replica.promise()));
        } else {
            acknowledgeEpoch();
        }
        node.timer(RETRY, RETRY_AFTER);
    }

    private void acknowledgeEpoch() {
        node.send(leader, new AckEpoch(epoch, replica.currentEpoch(), replica.log().last()));
    }

    @Override
    public void receive(int from, ZabMessage message) {
        if (message instanceof NewEpoch asked) {
            discover(from, asked.epoch());
        } else if (message instanceof NewLeader history) {
            synchronise(history);
        } else if (message instanceof Propose proposal) {
            accept(from, proposal);
        } else if (message instanceof Commit commit) {
            commit(commit);
        } else if (message instanceof Ping ping) {
            pong(from, ping);
        }
    }

    private void discover(int from, long asked) {
        // BEGIN SOLUTION
        if (from != leader || !replica.promise().allows(asked, leader)) {
            return; // not from the one I follow, or it will hear of my promise and give up
        }
        if (asked > replica.promise().epoch()) {
            replica.promise(new Promise(asked, leader));
        }
        epoch = asked;
        acknowledgeEpoch();
        leaderIsAlive();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-7: see README, part 7");
    }

    private void synchronise(NewLeader message) {
        // BEGIN SOLUTION
        if (message.epoch() != epoch) {
            return;
        }
        replica.synchronise(epoch, message.history());
        node.cancel(RETRY); // from now on the pings show what is missing
        node.send(leader, new Ack(epoch, replica.log().last()));
        leaderIsAlive();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-7: see README, part 7");
    }

    private void accept(int from, Propose message) {
        // BEGIN SOLUTION
        if (isSynchronised(message.epoch())) {
            replica.accept(message.transactions());
            node.send(from, new Ack(message.epoch(), replica.log().last()));
            leaderIsAlive();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-7: see README, part 7");
    }

    private void commit(Commit message) {
        // BEGIN SOLUTION
        if (isSynchronised(message.epoch())) {
            replica.commit(message.zxid());
            leaderIsAlive();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-7: see README, part 7");
    }

    private void pong(int from, Ping message) {
        // BEGIN SOLUTION
        if (isSynchronised(message.epoch())) {
            replica.commit(message.committed());
            node.send(from, new Pong(message.epoch(), message.round(), replica.log().last()));
            leaderIsAlive();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-7: see README, part 7");
    }

    /**
     * Whether a message is of the epoch that I am in, and my log is that of its leader. An epoch
     * has one leader, so nobody needs to ask from whom it came.
     */
    private boolean isSynchronised(long messageEpoch) {
        return messageEpoch == epoch && replica.currentEpoch() == epoch;
    }

    private void leaderIsAlive() {
        node.timer(SILENCE, GIVE_UP_AFTER);
    }

    @Override
    public void timeout(String timer) {
        if (timer.equals(RETRY)) {
            askAgain();
        } else {
            node.lookForLeader();
        }
    }

    @Override
    public Object state() {
        return List.of("following", leader, epoch);
    }

    @Override
    public Stage stage() {
        return Stage.FOLLOWING;
    }
}
