package labs.proxy.totem;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import labs.proxy.totem.TotemMessage.Beacon;
import labs.proxy.totem.TotemMessage.Commit;
import labs.proxy.totem.TotemMessage.Data;
import labs.proxy.totem.TotemMessage.Join;
import labs.proxy.totem.TotemMessage.Past;
import labs.proxy.totem.TotemMessage.Token;

/**
 * One node: brings the pieces together. It reacts to events, never blocks, and asks nobody but its
 * {@link TotemMachine}. All calls come one after the other.
 *
 * <pre>
 *   ┌────────┐ all agree ┌────────┐ commit token ┌──────────┐ all have the  ┌─────────────┐
 *   │ GATHER │ ────────▶ │ COMMIT │ ───────────▶ │ RECOVERY │ ────────────▶ │ OPERATIONAL │
 *   └────────┘           └────────┘ second time  └──────────┘ same          └─────────────┘
 *       ▲                    │                        │                            │
 *       └────────────────────┴────────────────────────┴────────────────────────────┘
 *                 token lost; a member gathers; OPERATIONAL: anybody gathers, or another ring
 * </pre>
 */
public final class TotemNode {
    /** What a node is doing. */
    public enum Phase {
        GATHER,
        COMMIT,
        RECOVERY,
        OPERATIONAL
    }

    private static final String JOIN = "join";
    private static final String CONSENSUS = "consensus";
    private static final String BEACON = "beacon";

    private final TotemMachine machine;
    private final Application application;
    private final Times times;
    private final Baton baton;
    private final Quorum quorum;
    private final Queue<Payload> queue = new ArrayDeque<>(); // what the application sends
    private final int self;

    private Phase phase = Phase.GATHER;
    private Ring current; // the one that was installed last
    private Ring forming; // in COMMIT and RECOVERY; else null
    private Gathering gathering; // in GATHER; else null
    private Recovery recovery; // in RECOVERY; else null
    private boolean started; // whether this leader has made the forming ring's token

    /**
     * A node that is not started yet.
     *
     * @param tieBreaker whether half of the nodes is enough where the lowest is among them
     */
    public TotemNode(
            TotemMachine machine, Application application, Times times, boolean tieBreaker) {
        this.machine = machine;
        this.application = application;
        this.times = times;
        this.baton = new Baton(machine, times);
        this.self = machine.id();
        this.quorum = new Quorum(Set.copyOf(machine.nodes()), tieBreaker, times.loss());
        this.current = new Ring(new RingId(0, self), new TreeSet<>(Set.of(self)), self);
    }

    public Phase phase() {
        return phase;
    }

    /** The ring that was installed last. */
    public RingId ring() {
        return current.id();
    }

    public Set<Integer> members() {
        return Set.copyOf(current.members());
    }

    /** Whether this node's ring may act for all. */
    public boolean isPrimary() {
        return phase == Phase.OPERATIONAL && quorum.isPrimary(machine.now());
    }

    /** Sends to all, when the token comes by. */
    public void submit(String content, boolean safe) {
        queue.add(new Payload.Text(content, safe));
    }

    /** The node comes up, for the first time or after a crash. */
    public void start() {
        gather(Set.of(self));
    }

    public void receive(int from, TotemMessage message) {
        if (message instanceof Data data) {
            receive(data);
        } else if (message instanceof Token token) {
            receive(token);
        } else if (message instanceof Join join) {
            receive(from, join);
        } else if (message instanceof Commit commit) {
            receive(commit);
        } else if (message instanceof Beacon && isOutside(from) && phase == Phase.OPERATIONAL) {
            gather(Set.of(from));
        }
    }

    /** The timer of that name has run out. */
    public void timeout(String timer) {
        switch (timer) {
            case Baton.RESEND -> baton.sendLast();
            case Baton.LOSS -> gather(Set.of());
            case JOIN -> sayOpinion();
            case CONSENSUS -> consensusIsLate();
            default -> sayThatThereIsARing();
        }
    }

    // The ring turns.

    /** The one that this node works on, installed or not. */
    private Ring newest() {
        return forming == null ? current : forming;
    }

    private void receive(Data data) {
        // Not in COMMIT: what this node has of the old ring was said, and must stay so.
        if (phase != Phase.COMMIT && data.ring().equals(newest().id())) {
            newest().backlog().add(data);
            deliver();
        }
    }

    private void receive(Token token) {
        boolean turns = phase == Phase.RECOVERY || phase == Phase.OPERATIONAL;
        Ring ring = newest();
        if (turns && token.ring().equals(ring.id()) && ring.advance(token.hop())) {
            visit(ring, token);
        }
    }

    /**
     * The token of this ring is here for the first time: tells the quorum; sends to all other
     * members what the ring's order says, in recovery from the recovery's queue and else from the
     * application's; delivers; passes the token on.
     */
    private void visit(Ring ring, Token token) {
        // BEGIN SOLUTION
        quorum.visited(machine.now());
        Queue<Payload> waiting = phase == Phase.RECOVERY ? recovery.queue() : queue;
        OrderedBroadcast.Visit visit = ring.order().visit(token, waiting);
        for (int member : ring.members()) {
            if (member != self) {
                visit.broadcast().forEach(data -> machine.send(member, data));
            }
        }
        deliver();
        baton.pass(ring.after(self), visit.token());
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-10: README, part 10");
    }

    /** Something has come, or has become safe. */
    private void deliver() {
        if (phase == Phase.RECOVERY) {
            recover();
        } else {
            current.deliver(current.order().safe(), application);
        }
    }

    // Who is there?

    private boolean isOutside(int node) {
        return !newest().members().contains(node);
    }

    /** Leaves the ring, and asks who is there: all that it knows of, and these. */
    private void gather(Set<Integer> alsoKnown) {
        var known = new TreeSet<>(newest().members());
        if (gathering != null) {
            known.addAll(gathering.processes());
        }
        known.addAll(alsoKnown);
        phase = Phase.GATHER;
        quorum.left();
        forming = null;
        recovery = null;
        gathering = new Gathering(self, known);
        baton.drop();
        machine.cancel(BEACON);
        machine.timer(CONSENSUS, times.consensus());
        sayOpinion();
    }

    private void sayOpinion() {
        machine.timer(JOIN, times.join());
        toAllOthers(gathering.opinion(machine.storedNumber()));
    }

    private void toAllOthers(TotemMessage message) {
        for (int node : machine.nodes()) {
            if (node != self) {
                machine.send(node, message);
            }
        }
    }

    private void receive(int from, Join join) {
        if (phase != Phase.GATHER) {
            if (canWait(from, join)) {
                return;
            }
            gather(Set.of());
        }
        hear(from, join);
    }

    /** Whether a join is no reason to leave what this node is in. */
    private boolean canWait(int from, Join join) {
        // From before this ring formed.
        boolean late = !isOutside(from) && join.number() < machine.storedNumber();
        // It has time until this ring has formed.
        boolean early = isOutside(from) && phase != Phase.OPERATIONAL;
        // It will form a ring without this node first. To gather now would only have both miss
        // each other again, and again.
        boolean inVain = join.failed().contains(self);
        return late || early || inVain;
    }

    /**
     * In GATHER, somebody says what it believes. If that changes this node's opinion, it says so at
     * once, and the time for consensus begins anew. If all agree, the ring can form; but who is
     * alone waits until the time is up, since others may just be slow.
     */
    private void hear(int from, Join join) {
        // BEGIN SOLUTION
        if (gathering.hear(from, join)) {
            machine.timer(CONSENSUS, times.consensus());
            sayOpinion();
        }
        if (gathering.members().size() > 1) {
            formIfAllAgree();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-10: README, part 10");
    }

    /**
     * The time for consensus is up. If all agree, and it is more than this node, then no commit
     * token came: gathers anew, with nobody given up. If not, gives up those who do not agree, says
     * so, and begins the time anew; if all that are left agree now, the ring can form.
     */
    private void consensusIsLate() {
        // BEGIN SOLUTION
        if (gathering.members().size() > 1 && gathering.consensus()) {
            gather(Set.of());
            return;
        }
        gathering.expire();
        machine.timer(CONSENSUS, times.consensus());
        sayOpinion();
        formIfAllAgree();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-10: README, part 10");
    }

    /**
     * If all agree and this node is the lowest, it names the ring, with a number above all that any
     * of them knows, and writes first in its commit token. The others wait for it.
     */
    private void formIfAllAgree() {
        // BEGIN SOLUTION
        SortedSet<Integer> members = gathering.members();
        if (gathering.consensus() && members.first() == self) {
            long number = Math.max(machine.storedNumber(), gathering.newest()) + 1;
            commit(new Commit(new RingId(number, self), members, new TreeMap<>()));
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-10: README, part 10");
    }

    /**
     * A commit token.
     *
     * <ul>
     *   <li>In GATHER, of a ring of those that this node wants, and newer than all it knows: writes
     *       in it.
     *   <li>In COMMIT, complete: it comes for the second time. Recovery begins.
     *   <li>In RECOVERY, and this node leads: it has been everywhere twice. Makes the ring's first
     *       token and receives it, once.
     *   <li>Of another ring, or a copy: nothing.
     * </ul>
     */
    private void receive(Commit commit) {
        // BEGIN SOLUTION
        boolean formsNow = forming != null && commit.ring().equals(forming.id());
        boolean leads = commit.ring().leader() == self;
        if (phase == Phase.GATHER) {
            if (commit.members().equals(gathering.members())
                    && commit.ring().number() > machine.storedNumber()) {
                commit(commit);
            }
        } else if (phase == Phase.COMMIT && formsNow && commit.complete()) {
            beginRecovery(commit);
        } else if (phase == Phase.RECOVERY && formsNow && leads && !started) {
            started = true;
            receive(new Token(forming.id(), 0, 0, 0, TotemMessage.NOBODY, new TreeSet<>()));
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-10: README, part 10");
    }

    /** Writes in the commit token what this node brings, and passes it on. */
    private void commit(Commit commit) {
        // First the disk: a node must not be in two rings of one number, whatever happens to it.
        machine.storeNumber(commit.ring().number());
        phase = Phase.COMMIT;
        started = false;
        gathering = null;
        forming = new Ring(commit.ring(), commit.members(), self);
        machine.cancel(JOIN);
        machine.cancel(CONSENSUS);
        var pasts = new TreeMap<>(commit.pasts());
        pasts.put(self, new Past(current.id(), current.backlog().aru(), current.order().safe()));
        baton.pass(forming.after(self), new Commit(commit.ring(), commit.members(), pasts));
    }

    // The same past for all.

    private void beginRecovery(Commit commit) {
        phase = Phase.RECOVERY;
        recovery = new Recovery(current.id(), current.backlog(), commit.pasts());
        baton.pass(forming.after(self), commit);
    }

    /**
     * In RECOVERY, something has come on the forming ring, or has become safe. The recovery hears
     * the messages in order, but none behind the last that is part of it. When it is over, the ring
     * is installed.
     */
    private void recover() {
        // BEGIN SOLUTION
        while (!recovery.heardAll()) {
            Optional<Data> next =
                    forming.delivery().next(forming.backlog(), forming.order().safe());
            if (next.isEmpty()) {
                return;
            }
            recovery.hear(next.get());
        }
        if (recovery.isOver(forming.order().safe())) {
            install();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-10: README, part 10");
    }

    /**
     * The end of the old ring and the beginning of the new, in this order: delivers what can be
     * under the old configuration, with what any of those who stay together knew to be safe; the
     * transitional configuration; the rest; the new regular configuration. Then the new ring is the
     * current one, the quorum hears of it, and what has come on it already is delivered.
     */
    private void install() {
        // BEGIN SOLUTION
        current.deliver(recovery.safe(), application);
        Set<Integer> together = recovery.together();
        application.configured(new Configuration(current.id(), together, true));
        current.delivery()
                .rest(current.backlog(), together)
                .forEach(data -> Ring.hand(data, application));
        current = forming;
        forming = null;
        recovery = null;
        phase = Phase.OPERATIONAL;
        application.configured(new Configuration(current.id(), current.members(), false));
        quorum.formed(members(), machine.now());
        sayThatThereIsARing();
        deliver();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-10: README, part 10");
    }

    private void sayThatThereIsARing() {
        if (current.id().leader() == self) {
            machine.timer(BEACON, times.beacon());
            toAllOthers(new Beacon(current.id()));
        }
    }
}
