package labs.zookeeper.zab;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import labs.zookeeper.zab.ZabMessage.Notification;
import labs.zookeeper.zab.ZabMessage.Stage;

/**
 * Looking: fast leader election. Each votes for the best candidate it has heard of and tells all; a
 * candidate with a majority of one round, unopposed for a moment, has won. The election is for
 * liveness and speed alone: two may believe that they won, and discovery sorts them out.
 */
final class Election implements Role {
    static final String TELL = "tell";
    static final String SETTLE = "settle";
    private static final Duration TELL_AGAIN = Duration.ofMillis(100);
    private static final Duration LAST_CALL = Duration.ofMillis(50);
    private final ZabNode node;
    private final Map<Integer, Vote> votes = new TreeMap<>(); // of this round
    private final Map<Integer, Notification> settled = new TreeMap<>(); // of those who do not look
    private long round;
    private boolean settling;

    Election(ZabNode node, long round) {
        this.node = node;
        this.round = round;
    }

    @Override
    public void begin() {
        vote(node.ownVote());
        node.timer(TELL, TELL_AGAIN);
    }

    private Vote mine() {
        return votes.get(node.id());
    }

    private void vote(Vote vote) {
        votes.put(node.id(), vote);
        tellAll();
    }

    private void tellAll() {
        var notification = new Notification(mine(), round, Stage.LOOKING);
        for (int to : node.nodes()) {
            if (to != node.id()) {
                node.send(to, notification);
            }
        }
    }

    @Override
    public void receive(int from, ZabMessage message) {
        if (!(message instanceof Notification heard)) {
            return; // of a leader or a follower of before
        }
        if (heard.stage() == Stage.LOOKING) {
            settled.remove(from);
            count(from, heard);
        } else {
            settled.put(from, heard);
            joinWhomAMajorityFollows(heard);
        }
    }

    private void count(int from, Notification heard) {
        // BEGIN SOLUTION
        if (heard.round() < round) {
            node.send(from, new Notification(mine(), round, Stage.LOOKING)); // it is behind
            return;
        }
        if (heard.round() > round) {
            round = heard.round();
            votes.clear();
            vote(better(heard.vote(), node.ownVote()));
        } else if (heard.vote().compareTo(mine()) > 0) {
            vote(heard.vote());
        }
        votes.put(from, heard.vote());
        settle();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-7: see README, part 7");
    }

    // BEGIN SOLUTION
    private static Vote better(Vote one, Vote other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** A majority agrees: wait a moment for a better vote, which may be on its way. */
    private void settle() {
        boolean agreed = agrees();
        if (agreed && !settling) {
            node.timer(SETTLE, LAST_CALL);
        } else if (!agreed) {
            node.cancel(SETTLE);
        }
        settling = agreed;
    }

    private boolean agrees() {
        return node.isMajority(
                (int) votes.values().stream().filter(vote -> vote.equals(mine())).count());
    }

    // END SOLUTION

    private void joinWhomAMajorityFollows(Notification heard) {
        // BEGIN SOLUTION
        int leader = heard.vote().leader();
        long following = settled.values().stream().filter(n -> n.vote().leader() == leader).count();
        boolean itLeads =
                settled.containsKey(leader) && settled.get(leader).stage() == Stage.LEADING;
        // With me; and the leader itself must say that it leads: the others may not know yet.
        if (leader != node.id() && itLeads && node.isMajority((int) following + 1)) {
            Notification leading = settled.get(leader);
            node.elected(leading.vote(), Math.max(round, leading.round()));
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-7: see README, part 7");
    }

    @Override
    public void timeout(String timer) {
        if (timer.equals(SETTLE)) {
            node.elected(mine(), round);
        } else {
            tellAll(); // what was said before may be lost
            node.timer(TELL, TELL_AGAIN);
        }
    }

    @Override
    public Object state() {
        return List.of("looking", round, settling, Map.copyOf(votes), Map.copyOf(settled));
    }

    @Override
    public Stage stage() {
        return Stage.LOOKING;
    }
}
