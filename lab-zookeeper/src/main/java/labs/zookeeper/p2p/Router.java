package labs.zookeeper.p2p;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Hands packets on, hop by hop, or to the application if they are for this node. It keeps nothing
 * of what it forwards: whether a message arrives is its origin's care. Thread-safe.
 *
 * <p>A packet that meets a link which does not work any more takes that knowledge along, and every
 * node further on routes around it, whatever its own map says: the idea of failure-carrying packets
 * (Lakshminarayanan and others, <i>Achieving Convergence-Free Routing using Failure-Carrying
 * Packets</i>, SIGCOMM 2007).
 */
final class Router {
    private final String self;
    private final Supplier<NetworkMap> published;
    private final Supplier<SortedSet<String>> neighbours;
    private final BiPredicate<String, Packet> links;
    private final MessageHandler application;
    private final Executor workers;
    private final Consumer<Packet> answers;
    private final Deliveries deliveries = new Deliveries();
    private final LongAdder forwarded = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    /**
     * @param published the map that ZooKeeper shows
     * @param neighbours whom we are connected to, at this moment
     * @param links hands a packet to a neighbour; false if that is not possible
     * @param workers run the application; refuse what is too much
     * @param answers take what comes back for messages of ours
     */
    Router(
            String self,
            Supplier<NetworkMap> published,
            Supplier<SortedSet<String>> neighbours,
            BiPredicate<String, Packet> links,
            MessageHandler application,
            Executor workers,
            Consumer<Packet> answers) {
        this.self = self;
        this.published = published;
        this.neighbours = neighbours;
        this.links = links;
        this.application = application;
        this.workers = workers;
        this.answers = answers;
    }

    /** The ways as this node sees them: its own links first-hand, the others' as published. */
    RoutingTable table() {
        return RoutingTable.of(self, map(), java.util.Set.of());
    }

    private NetworkMap map() {
        return published.get().seenFrom(self, neighbours.get());
    }

    /** How many packets were handed on for others. */
    long forwarded() {
        return forwarded.sum();
    }

    /** How many packets ended here, for want of a way or because they had gone far enough. */
    long dropped() {
        return dropped.sum();
    }

    /** A packet has come over a link. */
    void received(String neighbour, Packet packet) {
        if (!packet.target().equals(self)) {
            forwarded.increment();
        }
        route(packet);
    }

    /** Brings a packet one hop further, or to its end. */
    void route(Packet packet) {
        // BEGIN SOLUTION
        if (packet.target().equals(self)) {
            deliver(packet);
        } else if (packet.ttl() == 0) {
            dropped.increment(); // maps that disagree could send it round for ever
        } else {
            forward(withWhatWeKnow(packet).passing(self));
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-4: see README, part 4");
    }

    // BEGIN SOLUTION
    /** Links of ours that others may still believe in. */
    private Packet withWhatWeKnow(Packet packet) {
        NetworkMap shown = published.get();
        SortedSet<String> live = neighbours.get();
        Packet wiser = packet;
        for (String other : shown.links().keySet()) {
            if (shown.connected(self, other) && !live.contains(other)) {
                wiser = wiser.avoiding(LinkId.of(self, other));
            }
        }
        return wiser;
    }

    private void forward(Packet packet) {
        Packet left = packet;
        while (left.broken().size() <= Packet.MOST_BROKEN) {
            var table = RoutingTable.of(self, map(), new HashSet<>(left.broken()));
            Optional<RoutingTable.Route> route = table.to(left.target());
            if (route.isEmpty()) {
                break;
            }
            if (links.test(route.get().next(), left)) {
                return;
            }
            left = left.avoiding(LinkId.of(self, route.get().next()));
        }
        dropped.increment();
    }

    private void deliver(Packet packet) {
        if (packet.kind() != Packet.Kind.MESSAGE) {
            answers.accept(packet);
            return;
        }
        var decision = deliveries.arrived(packet.id());
        if (decision instanceof Deliveries.Decision.Deliver) {
            run(packet);
        } else if (decision instanceof Deliveries.Decision.Repeat repeat) {
            route(repeat.answer());
        }
    }

    private void run(Packet packet) {
        try {
            workers.execute(
                    () -> {
                        Packet answer = answerOf(packet);
                        deliveries.answered(answer);
                        route(answer);
                    });
        } catch (RejectedExecutionException e) {
            deliveries.refused(packet.id()); // too busy: its origin will try again
        }
    }

    // END SOLUTION
    private Packet answerOf(Packet packet) {
        try {
            byte[] answer =
                    application.handle(
                            new Message(
                                    packet.id(),
                                    packet.origin(),
                                    packet.trail(),
                                    packet.payload()));
            if (answer.length > Packet.LONGEST_PAYLOAD) {
                throw new IllegalStateException("an answer of " + answer.length + " bytes");
            }
            return packet.answer(Packet.Kind.ANSWER, answer);
        } catch (Throwable e) { // whatever it is: the sender must hear of it
            String text = e.getClass().getSimpleName() + ": " + e.getMessage();
            byte[] bytes =
                    text.substring(0, Math.min(1_000, text.length()))
                            .getBytes(StandardCharsets.UTF_8);
            return packet.answer(Packet.Kind.FAILURE, bytes);
        }
    }
}
