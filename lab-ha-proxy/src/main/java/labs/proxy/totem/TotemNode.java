package labs.proxy.totem;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
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

    private static final String RESEND = "resend";
    private static final String LOSS = "loss";
    private static final String JOIN = "join";
    private static final String CONSENSUS = "consensus";
    private static final String BEACON = "beacon";

    private final TotemMachine machine;
    private final Application application;
    private final Times times;
    private final Quorum quorum;
    private final Queue<Payload> queue = new ArrayDeque<>();
    private final int self;

    private Phase phase = Phase.GATHER;
    private Ring current; // the one that was installed last
    private Ring forming; // in COMMIT and RECOVERY
    private Gathering gathering; // in GATHER
    private Recovery recovery; // in RECOVERY
    private boolean started; // whether this leader has made the forming ring's token
    private TotemMessage lastPassed; // the token or commit token, to send again

    /**
     * @param tieBreaker whether half of the nodes is enough where the lowest is among them
     */
    public TotemNode(
            TotemMachine machine, Application application, Times times, boolean tieBreaker) {
        this.machine = machine;
        this.application = application;
        this.times = times;
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
            case RESEND -> resend();
            case LOSS -> gather(Set.of());
            case JOIN -> sayOpinion();
            case CONSENSUS -> consensusIsLate();
            default -> sayThatThereIsARing();
        }
    }

    // The ring turns.

    private void receive(Data data) {
        Ring ring = phase == Phase.RECOVERY ? forming : current;
        // Not in COMMIT: what this node has of the old ring was said, and must stay so.
        if (phase != Phase.COMMIT && data.ring().equals(ring.id())) {
            ring.order().backlog().add(data);
            deliver();
        }
    }

    private void receive(Token token) {
        Ring ring = phase == Phase.RECOVERY ? forming : current;
        boolean turns = phase == Phase.RECOVERY || phase == Phase.OPERATIONAL;
        if (turns && token.ring().equals(ring.id()) && ring.advance(token.hop())) {
            visit(ring, token);
        }
    }

    private void visit(Ring ring, Token token) {
        quorum.visited(machine.now());
        Queue<Payload> waiting = phase == Phase.RECOVERY ? recovery.queue() : queue;
        OrderedBroadcast.Visit visit = ring.order().visit(token, waiting);
        for (int member : ring.members()) {
            if (member != self) {
                visit.broadcast().forEach(data -> machine.send(member, data));
            }
        }
        deliver();
        pass(ring, visit.token());
    }

    private void pass(Ring ring, TotemMessage token) {
        lastPassed = token;
        machine.timer(LOSS, times.loss());
        machine.timer(RESEND, times.resend());
        machine.send(ring.after(self), token);
    }

    private void resend() {
        machine.timer(RESEND, times.resend());
        machine.send((forming == null ? current : forming).after(self), lastPassed);
    }

    private void deliver() {
        if (phase == Phase.RECOVERY) {
            recover();
            return;
        }
        Optional<Data> next = nextOf(current, current.order().safe());
        while (next.isPresent()) {
            hand(next.get());
            next = nextOf(current, current.order().safe());
        }
        current.order()
                .backlog()
                .discard(Math.min(current.delivery().delivered(), current.order().safe()));
    }

    private static Optional<Data> nextOf(Ring ring, long safe) {
        return ring.delivery().next(ring.order().backlog(), safe);
    }

    private void hand(Data data) {
        if (data.payload() instanceof Payload.Text) {
            application.deliver(data);
        }
    }

    // Who is there?

    private boolean isOutside(int node) {
        return !(forming == null ? current : forming).members().contains(node);
    }

    private void gather(Set<Integer> alsoKnown) {
        var known = new TreeSet<>((forming == null ? current : forming).members());
        if (gathering != null) {
            known.addAll(gathering.processes());
        }
        known.addAll(alsoKnown);
        phase = Phase.GATHER;
        quorum.left();
        forming = null;
        recovery = null;
        gathering = new Gathering(self, known);
        for (String timer : new String[] {RESEND, LOSS, BEACON}) {
            machine.cancel(timer);
        }
        machine.timer(CONSENSUS, times.consensus());
        sayOpinion();
    }

    private void sayOpinion() {
        machine.timer(JOIN, times.join());
        Join opinion = gathering.opinion(machine.storedNumber());
        toAllOthers(opinion);
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
            boolean outside = isOutside(from);
            boolean late = !outside && join.number() < machine.storedNumber();
            // One from before this ring formed; or of somebody who can wait until it has; or who
            // gives this node up, and will form a ring without it first: to gather now would only
            // have both miss each other again, and again.
            if (late
                    || (outside && phase != Phase.OPERATIONAL)
                    || join.failed().contains(self)) {
                return;
            }
            gather(Set.of());
        }
        if (gathering.hear(from, join)) {
            machine.timer(CONSENSUS, times.consensus());
            sayOpinion();
        }
        // Who is alone waits: others may just be slow.
        if (gathering.members().size() > 1) {
            formIfAllAgree();
        }
    }

    private void consensusIsLate() {
        if (gathering.members().size() > 1 && gathering.consensus()) {
            gather(Set.of()); // all agreed, and no commit token came: anew
            return;
        }
        gathering.expire();
        machine.timer(CONSENSUS, times.consensus());
        sayOpinion();
        formIfAllAgree();
    }

    private void formIfAllAgree() {
        TreeSet<Integer> members = gathering.members();
        if (gathering.consensus() && members.first() == self) {
            long number = Math.max(machine.storedNumber(), gathering.newest()) + 1;
            commit(new Commit(new RingId(number, self), members, new TreeMap<>()));
        }
    }

    private void receive(Commit commit) {
        boolean formsNow = forming != null && commit.ring().equals(forming.id());
        if (phase == Phase.GATHER) {
            if (commit.members().equals(gathering.members())
                    && commit.ring().number() > machine.storedNumber()) {
                commit(commit);
            }
        } else if (phase == Phase.COMMIT && formsNow && commit.complete()) {
            beginRecovery(commit);
        } else if (phase == Phase.RECOVERY && formsNow && isLeader(forming) && !started) {
            started = true;
            Token first = new Token(forming.id(), 0, 0, 0, TotemMessage.NOBODY, new TreeSet<>());
            receive(first);
        }
    }

    private boolean isLeader(Ring ring) {
        return ring.id().leader() == self;
    }

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
        pasts.put(self, past());
        pass(forming, new Commit(commit.ring(), commit.members(), pasts));
    }

    private Past past() {
        return new Past(current.id(), current.order().backlog().aru(), current.order().safe());
    }

    // The same past for all.

    private void beginRecovery(Commit commit) {
        phase = Phase.RECOVERY;
        recovery = new Recovery(current.id(), current.order().backlog(), commit.pasts());
        pass(forming, commit);
    }

    private void recover() {
        while (!recovery.heardAll()) {
            Optional<Data> next = nextOf(forming, forming.order().safe());
            if (next.isEmpty()) {
                return;
            }
            recovery.hear(next.get());
        }
        if (recovery.isOver(forming.order().safe())) {
            install();
        }
    }

    private void install() {
        Optional<Data> next = nextOf(current, recovery.safe());
        while (next.isPresent()) {
            hand(next.get());
            next = nextOf(current, recovery.safe());
        }
        Set<Integer> together = recovery.together();
        application.configured(new Configuration(current.id(), together, true));
        current.delivery().rest(current.order().backlog(), together).forEach(this::hand);
        current = forming;
        forming = null;
        recovery = null;
        phase = Phase.OPERATIONAL;
        application.configured(new Configuration(current.id(), current.members(), false));
        quorum.formed(members(), machine.now());
        sayThatThereIsARing();
        deliver();
    }

    private void sayThatThereIsARing() {
        if (isLeader(current)) {
            machine.timer(BEACON, times.beacon());
            toAllOthers(new Beacon(current.id()));
        }
    }
}
