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
 *
 * Operations without an answer may have happened at any time after their call, or never, so that
 * each of them would double the work. Three rules keep them cheap, and none of them loses an order:
 * they are tried last; one that changes nothing is never tried; and of two that ask the same, the
 * one that was called first goes first, since the two could be exchanged.
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
    private final Event answered = new Event(-1, Long.MIN_VALUE, false); // calls and returns
    private final Event unknown = new Event(-1, Long.MIN_VALUE, false); // calls that never returned
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
        final long time;
        final boolean call;
        Event partner; // the return of a call; null when it never returned
        Event previous;
        Event next;

        Event(int operation, long time, boolean call) {
            this.operation = operation;
            this.time = time;
            this.call = call;
        }

        boolean isUnknown() {
            return call && partner == null;
        }
    }

    Search(Model<S, I, O> model, List<Operation<I, O>> operations) {
        this.model = model;
        this.operations = operations;
        this.taken = new BitSet(operations.size());
        link();
    }

    private void link() {
        var withAnswer = new ArrayList<Event>();
        var without = new ArrayList<Event>();
        for (int i = 0; i < operations.size(); i++) {
            Operation<I, O> operation = operations.get(i);
            var call = new Event(i, operation.invoked(), true);
            if (operation.isUnknown()) {
                without.add(call);
            } else {
                call.partner = new Event(i, operation.completed(), false);
                withAnswer.add(call);
                withAnswer.add(call.partner);
                unanswered++;
            }
        }
        link(answered, withAnswer);
        link(unknown, without);
    }

    private static void link(Event head, List<Event> events) {
        // A call at the very time of a return overlaps it: calls first.
        events.sort(
                Comparator.<Event>comparingLong(event -> event.time)
                        .thenComparing(event -> !event.call));
        Event last = head;
        for (Event event : events) {
            last.next = event;
            event.previous = last;
            last = event;
        }
    }

    /**
     * @param deadline by {@link System#nanoTime}
     */
    Result run(long deadline) {
        S state = model.initial();
        Event at = candidateAfter(answered);
        for (long steps = 1; unanswered > 0; steps++) {
            if ((steps & 0x3ff) == 0 && System.nanoTime() - deadline > 0) {
                return Result.TIMED_OUT;
            }
            if (at != null) {
                Optional<S> after = tryToTake(at, state);
                if (after.isPresent()) {
                    choices.push(new Choice<>(at, state));
                    state = after.get();
                    takeOut(at);
                    at = candidateAfter(answered);
                } else {
                    at = candidateAfter(at);
                }
            } else if (choices.isEmpty()) {
                return Result.IMPOSSIBLE;
            } else {
                // A return that nothing explains: the last choice was wrong.
                Choice<S> wrong = choices.pop();
                state = wrong.before();
                putBack(wrong.call());
                at = candidateAfter(wrong.call());
            }
        }
        return Result.FOUND;
    }

    /** The next call that may come first, those with an answer before those without. */
    private Event candidateAfter(Event at) {
        Event next = at.next;
        if (!at.isUnknown()) {
            if (next == null || next.call) {
                return next;
            }
            next = unknown.next;
        }
        return next != null && next.time <= firstReturn() ? next : null;
    }

    private long firstReturn() {
        Event event = answered.next;
        while (event.call) {
            event = event.next;
        }
        return event.time;
    }

    private Optional<S> tryToTake(Event call, S state) {
        Operation<I, O> operation = operations.get(call.operation);
        if (call.isUnknown() && isAskedEarlier(call)) {
            return Optional.empty();
        }
        Optional<S> after = model.step(state, operation.input(), operation.output());
        if (after.isEmpty() || call.isUnknown() && after.get().equals(state)) {
            return Optional.empty();
        }
        BitSet with = (BitSet) taken.clone();
        with.set(call.operation);
        return seen.add(new Seen(with, after.get())) ? after : Optional.empty();
    }

    private boolean isAskedEarlier(Event call) {
        I input = operations.get(call.operation).input();
        for (Event event = call.previous; event != unknown; event = event.previous) {
            if (operations.get(event.operation).input().equals(input)) {
                return true;
            }
        }
        return false;
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
