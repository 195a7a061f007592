package labs.kit.sim;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Tries every order in which messages can arrive, timers can run out and nodes can crash, to a
 * depth, on a small cluster. States that were met before are not explored again. There is no clock:
 * a timer that is set may run out at any time, since a slow machine makes any order of events
 * possible. Immutable; each search is confined to one thread.
 *
 * <p>It keeps no copies of nodes: a path is the list of choices that led there, and is walked again
 * from the start. That is slower and lets nodes be ordinary mutable objects.
 *
 * @param nodes of the cluster
 * @param depth how many events a path has at most
 * @param crashes how many crashes a path has at most
 * @param mostStates after which the search gives up
 * @param factory makes the algorithm of a node
 */
public record Explorer<M>(
        int nodes,
        int depth,
        int crashes,
        int mostStates,
        Function<Machine<M>, ? extends Node<M>> factory) {

    /**
     * What a search found.
     *
     * @param states how many different states were met
     * @param complete whether it met all there are within the depth
     * @param counterexample the events that lead to a state in which the invariant is broken
     */
    public record Result(int states, boolean complete, Optional<List<String>> counterexample) {}

    /**
     * Looks for a state in which {@code invariant} does not hold; breadth first, so the shortest.
     */
    public Result search(Predicate<List<Node<M>>> invariant) {
        Set<Object> seen = new HashSet<>();
        Deque<int[]> paths = new ArrayDeque<>();
        paths.add(new int[0]);
        boolean complete = true;
        while (!paths.isEmpty()) {
            int[] path = paths.remove();
            Walk walk = walk(path);
            if (!seen.add(walk.state())) {
                continue;
            }
            if (!invariant.test(walk.nodes())) {
                return new Result(seen.size(), false, Optional.of(walk.story()));
            } else if (seen.size() >= mostStates) {
                return new Result(seen.size(), false, Optional.empty());
            } else if (path.length == depth) {
                complete = complete && walk.choices().isEmpty();
                continue;
            }
            int choices = walk.choices().size();
            for (int choice = 0; choice < choices; choice++) {
                paths.add(with(path, choice));
            }
        }
        return new Result(seen.size(), complete, Optional.empty());
    }

    private static int[] with(int[] path, int choice) {
        int[] longer = Arrays.copyOf(path, path.length + 1);
        longer[path.length] = choice;
        return longer;
    }

    private Walk walk(int[] path) {
        var walk = new Walk();
        for (int choice : path) {
            walk.take(walk.choices().get(choice));
        }
        return walk;
    }

    /** One thing that can happen next. Its text is made when somebody reads it, so hardly ever. */
    private record Choice(Supplier<String> text, Runnable action) {}

    private record Flight<M>(int from, int to, M message) {
        @Override
        public String toString() {
            return from + " → " + to + ": " + message;
        }
    }

    /** A cluster somewhere on its way. */
    private final class Walk {
        private final List<Box> boxes = new ArrayList<>();
        private final List<Flight<M>> flying = new ArrayList<>();
        private final List<Choice> taken = new ArrayList<>();
        private int crashesLeft = crashes;

        Walk() {
            IntStream.range(0, nodes).forEach(id -> boxes.add(new Box(id, this)));
            boxes.forEach(Box::boot);
        }

        void take(Choice choice) {
            taken.add(choice);
            choice.action().run();
        }

        List<String> story() {
            return taken.stream().map(choice -> choice.text().get()).toList();
        }

        List<Choice> choices() {
            var all = new ArrayList<Choice>();
            // Two equal messages on the way are one choice.
            for (Flight<M> flight : new LinkedHashSet<>(flying)) {
                all.add(new Choice(() -> "deliver " + flight, () -> deliver(flight)));
            }
            boxes.forEach(box -> box.addChoices(all));
            return all;
        }

        private void deliver(Flight<M> flight) {
            flying.remove(flight);
            Box box = boxes.get(flight.to());
            if (box.node != null) {
                box.node.receive(flight.from(), flight.message());
            }
        }

        List<Node<M>> nodes() {
            return boxes.stream().map(box -> box.node).filter(node -> node != null).toList();
        }

        Object state() {
            Map<Flight<M>, Integer> messages = new HashMap<>(); // their order does not matter
            flying.forEach(flight -> messages.merge(flight, 1, Integer::sum));
            return List.of(boxes.stream().map(Box::state).toList(), messages, crashesLeft);
        }
    }

    /** One machine of a walk. */
    private final class Box implements Machine<M> {
        private final int id;
        private final Walk walk;
        private final SimulatedDisk disk = new SimulatedDisk();
        private final Set<String> timers = new TreeSet<>();
        private final RandomGenerator random = new SplittableRandom(1);
        private Node<M> node;

        Box(int id, Walk walk) {
            this.id = id;
            this.walk = walk;
        }

        void boot() {
            node = factory.apply(this);
            node.start();
        }

        void addChoices(List<Choice> all) {
            if (node == null) {
                all.add(new Choice(() -> "restart " + id, this::boot));
                return;
            }
            for (String timer : List.copyOf(timers)) {
                all.add(new Choice(() -> "timeout " + timer + " of " + id, () -> ring(timer)));
            }
            if (walk.crashesLeft > 0) {
                all.add(new Choice(() -> "crash " + id, this::crash));
            }
        }

        private void ring(String timer) {
            timers.remove(timer);
            node.timeout(timer);
        }

        private void crash() {
            walk.crashesLeft--;
            node = null;
            timers.clear();
            disk.crash(random);
        }

        Object state() {
            return List.of(node == null ? "down" : node.state(), disk.state(), List.copyOf(timers));
        }

        @Override
        public int id() {
            return id;
        }

        @Override
        public List<Integer> nodes() {
            return IntStream.range(0, walk.boxes.size()).boxed().toList();
        }

        @Override
        public Duration now() {
            return Duration.ZERO;
        }

        @Override
        public void send(int to, M message) {
            walk.flying.add(new Flight<>(id, to, message));
        }

        @Override
        public void timer(String name, Duration after) {
            timers.add(name);
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
