package labs.zookeeper.zab;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import labs.zookeeper.zab.ZabMessage.Notification;
import labs.zookeeper.zab.ZabMessage.Stage;

/**
 * One node of ZAB, ZooKeeper's atomic broadcast: it wires the roles, the replica and the machine
 * together, and decides nothing itself. All calls come one after the other.
 *
 * <p>Sources: Junqueira, Reed and Serafini, <i>Zab: High-performance broadcast for primary-backup
 * systems</i>, DSN 2011; Medeiros, <i>ZooKeeper's atomic broadcast protocol: theory and
 * practice</i>, 2012.
 */
public final class ZabNode {
    private static final List<String> TIMERS =
            List.of(Election.TELL, Election.SETTLE, Follower.RETRY, Follower.SILENCE, Leader.PING);
    private final ZabMachine machine;
    private final Application application;
    private final Replica replica;
    private final List<Integer> nodes;
    private Notification last; // what the last election came to
    private Role role;

    /** A node with what is on its machine's disk; {@link #start} brings it up. */
    public ZabNode(ZabMachine machine, Application application) {
        this.machine = machine;
        this.application = application;
        this.replica = new Replica(machine.disk(), application);
        this.nodes = machine.nodes();
        this.last = new Notification(ownVote(), 0, Stage.LOOKING);
    }

    /** Comes up, for the first time or after a crash. */
    public void start() {
        lookForLeader();
    }

    public void receive(int from, ZabMessage message) {
        if (message instanceof Notification asked && !(role instanceof Election)) {
            answer(from, asked);
        } else {
            role.receive(from, message);
        }
    }

    private void answer(int from, Notification asked) {
        if (asked.stage() == Stage.LOOKING) {
            send(from, new Notification(last.vote(), last.round(), role.stage()));
        }
    }

    public void timeout(String timer) {
        role.timeout(timer);
    }

    /** Whether this node may broadcast: it leads, and a majority is synchronised with it. */
    public boolean isPrimary() {
        return role instanceof Leader leader && leader.isPrimary();
    }

    /** The name of the transaction that {@link #broadcast} would send next. Only on the primary. */
    public Zxid nextZxid() {
        return leader().nextZxid();
    }

    /**
     * Proposes a transaction to all. It is delivered here and everywhere, or, if this node stops
     * leading before, perhaps not at all.
     *
     * @throws IllegalStateException if this node is not the primary
     */
    public void broadcast(long value) {
        leader().broadcast(value);
    }

    /**
     * Runs {@code then} as soon as a majority has said, after this call, that it still follows this
     * node: until then somebody else may be primary already. Never runs it if that does not happen.
     *
     * @throws IllegalStateException if this node is not the primary
     */
    public void confirm(Runnable then) {
        leader().confirm(then);
    }

    private Leader leader() {
        if (!isPrimary()) {
            throw new IllegalStateException("node " + id() + " is not the primary");
        }
        return (Leader) role;
    }

    /** What this node delivered since it started, in order; a view. */
    public List<Transaction> delivered() {
        return replica.delivered();
    }

    /** All that this node accepted, delivered or not, in order; a view. */
    public List<Transaction> log() {
        return replica.log().all();
    }

    /** What this node is doing. */
    public Stage stage() {
        return role.stage();
    }

    /** Whom this node follows, itself when it leads; nobody while it looks. */
    public Optional<Integer> follows() {
        return stage() == Stage.LOOKING ? Optional.empty() : Optional.of(last.vote().leader());
    }

    /** All that decides how this node goes on, as a value. */
    public Object state() {
        return List.of(role.state(), replica.state());
    }

    void lookForLeader() {
        become(new Election(this, last.round() + 1));
    }

    /** The election is over. */
    void elected(Vote winner, long round) {
        boolean me = winner.leader() == id();
        last = new Notification(winner, round, me ? Stage.LEADING : Stage.FOLLOWING);
        become(me ? new Leader(this, replica) : new Follower(this, replica, winner.leader()));
    }

    private void become(Role next) {
        TIMERS.forEach(machine::cancel);
        boolean wasPrimary = isPrimary();
        role = next;
        if (wasPrimary) {
            application.leadsNoMore();
        }
        role.begin();
    }

    Application application() {
        return application;
    }

    Vote ownVote() {
        return new Vote(id(), replica.currentEpoch(), replica.log().last());
    }

    int id() {
        return machine.id();
    }

    List<Integer> nodes() {
        return nodes;
    }

    boolean isMajority(int count) {
        return count > nodes.size() / 2;
    }

    void send(int to, ZabMessage message) {
        machine.send(to, message);
    }

    void timer(String name, Duration after) {
        machine.timer(name, after);
    }

    void cancel(String name) {
        machine.cancel(name);
    }
}
