package labs.kit.linear;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import labs.kit.history.Operation;

/**
 * The search of Wing and Gong with the memory of Lowe, as Porcupine has it: try each operation that
 * may come first, take it out, go on with the rest; and never try a set of operations twice that
 * led to the same state. Confined to one thread.
 *
 * <pre>
 *   events by time:  call a · call b · return b · call c · return a · return c
 *   may come first:  a or b, since no return stands before their calls
 * </pre>
 */
final class Search<S, I, O> {
    /** The outcome of one search. */
    enum Result {
        FOUND,
        IMPOSSIBLE,
        TIMED_OUT
    }

    private final Model<S, I, O> model;
    private final List<Operation<I, O>> operations;
    private final Event head = new Event(-1, false);
    private final BitSet taken;
    private final Set<Seen> seen = new HashSet<>();
    private final Deque<Choice<S>> choices = new ArrayDeque<>();
    private List<Integer> longest = List.of();
    private int unanswered; // operations with an answer that have not been taken yet

    private record Seen(BitSet taken, Object state) {}

    private record Choice<S>(Event call, S before) {}

    /** A call or a return in a doubly linked list, from which pairs are taken out and put back. */
    private static final class Event {
        final int operation;
        final boolean call;
        Event partner; // the return of a call; null when it never returned
        Event previous;
        Event next;

        Event(int operation, boolean call) {
            this.operation = operation;
            this.call = call;
        }
    }

    private record Timed(long time, Event event) {}

    Search(Model<S, I, O> model, List<Operation<I, O>> operations) {
        this.model = model;
        this.operations = operations;
        this.taken = new BitSet(operations.size());
        link();
    }

    private void link() {
        var events = new ArrayList<Timed>();
        for (int i = 0; i < operations.size(); i++) {
            Operation<I, O> operation = operations.get(i);
            var call = new Event(i, true);
            events.add(new Timed(operation.invoked(), call));
            if (!operation.isUnknown()) {
                call.partner = new Event(i, false);
                events.add(new Timed(operation.completed(), call.partner));
                unanswered++;
            }
        }
        // A call at the very time of a return overlaps it: calls first.
        events.sort(Comparator.comparingLong(Timed::time).thenComparing(t -> !t.event().call));
        Event last = head;
        for (Timed timed : events) {
            last.next = timed.event();
            timed.event().previous = last;
            last = timed.event();
        }
    }

    /**
     * @param deadline by {@link System#nanoTime}
     */
    Result run(long deadline) {
        S state = model.initial();
        Event at = head.next;
        for (long steps = 1; unanswered > 0; steps++) {
            if ((steps & 0x3ff) == 0 && System.nanoTime() - deadline > 0) {
                return Result.TIMED_OUT;
            }
            if (at != null && at.call) {
                Optional<S> after = tryToTake(at, state);
                if (after.isPresent()) {
                    choices.push(new Choice<>(at, state));
                    state = after.get();
                    takeOut(at);
                    at = head.next;
                } else {
                    at = at.next;
                }
            } else if (choices.isEmpty()) {
                return Result.IMPOSSIBLE;
            } else {
                // A return that was not explained, or the end: the last choice was wrong.
                Choice<S> wrong = choices.pop();
                state = wrong.before();
                putBack(wrong.call());
                at = wrong.call().next;
            }
        }
        return Result.FOUND;
    }

    private Optional<S> tryToTake(Event call, S state) {
        Operation<I, O> operation = operations.get(call.operation);
        Optional<S> after = model.step(state, operation.input(), operation.output());
        if (after.isEmpty()) {
            return after;
        }
        BitSet with = (BitSet) taken.clone();
        with.set(call.operation);
        return seen.add(new Seen(with, after.get())) ? after : Optional.empty();
    }

    private void takeOut(Event call) {
        taken.set(call.operation);
        unlink(call);
        if (call.partner != null) {
            unlink(call.partner);
            unanswered--;
        }
        if (choices.size() > longest.size()) {
            longest = order();
        }
    }

    private void putBack(Event call) {
        taken.clear(call.operation);
        if (call.partner != null) {
            relink(call.partner);
            unanswered++;
        }
        relink(call);
    }

    private static void unlink(Event event) {
        event.previous.next = event.next;
        if (event.next != null) {
            event.next.previous = event.previous;
        }
    }

    private static void relink(Event event) {
        event.previous.next = event;
        if (event.next != null) {
            event.next.previous = event;
        }
    }

    private List<Integer> order() {
        var order = new ArrayList<Integer>();
        choices.descendingIterator().forEachRemaining(choice -> order.add(choice.call().operation));
        return order;
    }

    /** The longest order that was found for a part of the operations. */
    List<Operation<I, O>> longest() {
        return longest.stream().map(operations::get).toList();
    }
}
