package labs.kit.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Runs nodes in virtual time. Two worlds with the same seed, nodes and script behave alike to the
 * last message. Confined to one thread.
 */
public final class World<M> {
    private final RandomGenerator random;
    private final Weather weather;
    private final Function<Machine<M>, ? extends Node<M>> factory;
    private final List<Host> hosts = new ArrayList<>();
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    // Written out when somebody asks: the text of every message costs more than the message.
    private final List<Supplier<TraceEvent>> trace = new ArrayList<>();
    private final Map<Integer, Integer> islands = new HashMap<>(); // the same number: connected
    private long now; // nanoseconds
    private long sequence;

    /** What happens later; among events of one time, the one that was planned first. */
    private record Event(long time, long sequence, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(time, other.time);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    /**
     * A world of {@code nodes} nodes, all of them up.
     *
     * @param factory makes the algorithm of a node; called again when it restarts
     */
    public World(
            long seed,
            int nodes,
            Weather weather,
            Function<Machine<M>, ? extends Node<M>> factory) {
        // SplittableRandom: a tenth of Random's time, and no lock.
        this.random = new SplittableRandom(seed);
        this.weather = weather;
        this.factory = factory;
        IntStream.range(0, nodes).forEach(id -> hosts.add(new Host(id)));
        hosts.forEach(Host::boot);
    }

    /** Virtual time since the world began. */
    public Duration now() {
        return Duration.ofNanos(now);
    }

    /** The algorithm on that node, while it is up. */
    public Optional<Node<M>> node(int id) {
        return Optional.ofNullable(hosts.get(id).node);
    }

    public boolean isUp(int id) {
        return hosts.get(id).node != null;
    }

    /** Stops a node at once: memory, timers and unsynced writes are gone. */
    public void crash(int id) {
        if (isUp(id)) {
            mark(id, "crash");
            hosts.get(id).crash();
        }
    }

    /** Starts a node that is down, with what is on its disk. */
    public void restart(int id) {
        if (!isUp(id)) {
            mark(id, "restart");
            hosts.get(id).boot();
        }
    }

    /** Cuts the network: only nodes of one group reach each other; a node in no group is alone. */
    @SafeVarargs
    public final void partition(Collection<Integer>... groups) {
        islands.clear();
        for (int id = 0; id < hosts.size(); id++) {
            islands.put(id, -1 - id);
        }
        for (int group = 0; group < groups.length; group++) {
            int number = group;
            groups[group].forEach(id -> islands.put(id, number));
        }
        trace(new TraceEvent.Network(now(), "partition " + List.of(groups)));
    }

    /** Everybody reaches everybody again. */
    public void heal() {
        islands.clear();
        trace(new TraceEvent.Network(now(), "heal"));
    }

    /** Does something at that time from now: a client's call, a crash. */
    public void schedule(Duration after, Runnable action) {
        events.add(new Event(now + after.toNanos(), sequence++, action));
    }

    /** Hands a message to a node as if {@code from} had sent it, through the same network. */
    public void send(int from, int to, M message) {
        long copies = random.nextDouble() < weather.duplication() ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            transmit(from, to, message);
        }
    }

    private void transmit(int from, int to, M message) {
        boolean lost = random.nextDouble() < weather.loss();
        long span = weather.slowest().minus(weather.fastest()).toNanos();
        long delay = weather.fastest().toNanos() + (span == 0 ? 0 : random.nextLong(span));
        long sent = now;
        if (lost || !connected(from, to)) {
            trace(from, to, sent, null, message);
        } else {
            events.add(new Event(now + delay, sequence++, () -> deliver(from, to, sent, message)));
        }
    }

    private void deliver(int from, int to, long sent, M message) {
        Host host = hosts.get(to);
        // What was on its way when the network was cut is lost, too.
        boolean arrives = host.node != null && connected(from, to);
        trace(from, to, sent, arrives ? now() : null, message);
        if (arrives) {
            host.node.receive(from, message);
        }
    }

    private boolean connected(int from, int to) {
        return from == to || islands.isEmpty() || islands.get(from).equals(islands.get(to));
    }

    /** Lets that much time pass. */
    public void run(Duration time) {
        runUntil(() -> false, time);
    }

    /** Lets time pass until the condition holds, at most so much; returns whether it holds. */
    public boolean runUntil(BooleanSupplier condition, Duration atMost) {
        long end = now + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            Event next = events.peek();
            if (next == null || next.time() > end) {
                now = end;
                return condition.getAsBoolean();
            }
            events.remove();
            now = next.time();
            next.action().run();
        }
        return true;
    }

    /** All that happened, by the time of its end. */
    public List<TraceEvent> trace() {
        return trace.stream().map(Supplier::get).toList();
    }

    private void trace(int from, int to, long sent, Duration arrived, M message) {
        trace.add(
                () ->
                        new TraceEvent.Message(
                                from, to, Duration.ofNanos(sent), arrived, message.toString()));
    }

    private void mark(int node, String text) {
        trace(new TraceEvent.Mark(node, now(), text));
    }

    private void trace(TraceEvent event) {
        trace.add(() -> event);
    }

    /** One machine: it keeps its disk and loses its node when it crashes. */
    private final class Host implements Machine<M> {
        private final int id;
        private final SimulatedDisk disk = new SimulatedDisk();
        private final Map<String, Long> timers =
                new HashMap<>(); // the number of each one's last set
        private Node<M> node; // null while it is down

        Host(int id) {
            this.id = id;
        }

        void boot() {
            node = factory.apply(this);
            node.start();
        }

        void crash() {
            node = null;
            timers.clear();
            disk.crash(random);
        }

        @Override
        public int id() {
            return id;
        }

        @Override
        public List<Integer> nodes() {
            return IntStream.range(0, hosts.size()).boxed().toList();
        }

        @Override
        public Duration now() {
            return World.this.now();
        }

        @Override
        public void send(int to, M message) {
            World.this.send(id, to, message);
        }

        @Override
        public void timer(String name, Duration after) {
            long number = sequence++;
            timers.put(name, number);
            events.add(new Event(now + after.toNanos(), number, () -> ring(name, number)));
        }

        private void ring(String name, long number) {
            // Set again, cancelled, or of a life before the crash: then it is not this one.
            if (node != null && timers.getOrDefault(name, -1L) == number) {
                timers.remove(name);
                mark(id, "timeout " + name);
                node.timeout(name);
            }
        }

        @Override
        public void cancel(String name) {
            timers.remove(name);
        }

        @Override
        public Disk disk() {
            return disk;
        }

        @Override
        public RandomGenerator random() {
            return random;
        }
    }
}
