package labs.proxy.overload;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import labs.proxy.balance.Loads;

/**
 * Lets so many requests at a time to each server of a backend as its {@code maxconn} says; the
 * others wait in one line. A server that is overloaded answers nobody in time, one that is full
 * answers all whom it serves: so the waiting is done here, where it costs a few bytes each.
 *
 * <ol>
 *   <li>No server ever has more inside than its limit.
 *   <li>Who comes is not let in before somebody who waits and could go to the same server.
 *   <li>Who waits for one server (its cookie says so, or its hash) takes no place at another, and
 *       is not in the way of those behind it.
 *   <li>Each is let in at most once: not after it gave up, nor after it was refused.
 *   <li>Where no server is up nobody waits: the answer is no, at once.
 *   <li>A place that is left costs the time to find who takes it, not that to ask the whole line.
 * </ol>
 *
 * <p>Thread-safe. Those who were waiting are told by the thread that made room for them, when it
 * holds no lock any more.
 */
public final class Turnstile {
    /**
     * Chooses a server for somebody. Called with the turnstile's lock held, so it must be quick.
     */
    public interface Choice {
        /**
         * A server that is up.
         *
         * @param full those that have no room: chosen nevertheless only if no other will do, and
         *     then to be waited for
         * @return empty if there is none but those that are full, or none at all
         */
        Optional<String> among(Set<String> full);

        /** Whether any server is up, full or not. */
        boolean any();
    }

    /** Somebody who came. */
    public static final class Ticket {
        private final Choice choice;
        private final Consumer<String> admitted;
        private String server; // null: any; guarded by the turnstile
        private boolean inside; // guarded by the turnstile
        private boolean waiting; // guarded by the turnstile

        private Ticket(Choice choice, Consumer<String> admitted) {
            this.choice = choice;
            this.admitted = admitted;
        }
    }

    private final Loads loads;
    private final ToIntFunction<String> limit;
    private final Set<String> full = new HashSet<>(); // guarded by this
    private final LinkedHashSet<Ticket> line = new LinkedHashSet<>(); // guarded by this

    /**
     * Nobody is inside yet.
     *
     * @param loads told who is inside
     * @param limit how many a server may have; 0 for any number
     */
    public Turnstile(Loads loads, ToIntFunction<String> limit) {
        this.loads = loads;
        this.limit = limit;
    }

    /**
     * Comes to a server.
     *
     * @param bound the only server that will do, if it must be one
     * @param admitted told the server, if this one waits and is let in later
     * @return a ticket: {@link #server} tells at once whether it is inside, waits, or was refused
     */
    public synchronized Ticket enter(
            Optional<String> bound, Choice choice, Consumer<String> admitted) {
        Ticket ticket = new Ticket(choice, admitted);
        // BEGIN SOLUTION
        Optional<String> chosen = bound.isPresent() ? bound : choice.among(full);
        if (chosen.isPresent()) {
            ticket.server = chosen.get();
            if (!full.contains(ticket.server)) {
                take(ticket);
                return ticket;
            }
        } else if (!choice.any()) {
            return ticket;
        }
        ticket.waiting = true;
        line.add(ticket);
        return ticket;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-5: README, part 5");
    }

    /** Where this one is inside; empty while it waits, and when it was refused or gave up. */
    public synchronized Optional<String> server(Ticket ticket) {
        return ticket.inside ? Optional.of(ticket.server) : Optional.empty();
    }

    public synchronized boolean isWaiting(Ticket ticket) {
        return ticket.waiting;
    }

    /** The only server that will do for this one; empty if it waits for any, or does not wait. */
    public synchronized Optional<String> waitsFor(Ticket ticket) {
        return ticket.waiting ? Optional.ofNullable(ticket.server) : Optional.empty();
    }

    /** Goes: whoever waits for the place gets it. To go twice does nothing. */
    public void leave(Ticket ticket) {
        // BEGIN SOLUTION
        List<Ticket> next;
        synchronized (this) {
            line.remove(ticket);
            ticket.waiting = false;
            if (!ticket.inside) {
                return;
            }
            ticket.inside = false;
            loads.closed(ticket.server);
            count(ticket.server);
            // One place: the first who can have it takes it, and for the others nothing has
            // changed.
            next = full.contains(ticket.server) ? List.of() : admit(1);
        }
        next.forEach(one -> one.admitted.accept(one.server));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-5: README, part 5");
    }

    /**
     * Gives up waiting.
     *
     * @return false if it was not waiting, as one who was let in a moment ago: then it is to leave
     */
    public synchronized boolean giveUp(Ticket ticket) {
        // BEGIN SOLUTION
        ticket.waiting = false;
        return line.remove(ticket);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-5: README, part 5");
    }

    /**
     * Servers came up or went down, or limits changed: lets in who can go now, and has those who
     * waited for a server that is down wait for any.
     */
    public void reconsider(Set<String> up) {
        // BEGIN SOLUTION
        List<Ticket> next;
        synchronized (this) {
            for (Ticket ticket : line) {
                if (ticket.server != null && !up.contains(ticket.server)) {
                    ticket.server = null;
                }
            }
            next = admit(Integer.MAX_VALUE);
        }
        next.forEach(one -> one.admitted.accept(one.server));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-5: README, part 5");
    }

    /** How many wait. */
    public synchronized int waiting() {
        return line.size();
    }

    /** How many wait for this server alone. */
    public synchronized int waitingFor(String server) {
        return (int) line.stream().filter(ticket -> server.equals(ticket.server)).count();
    }

    // BEGIN SOLUTION
    private void take(Ticket ticket) {
        ticket.inside = true;
        ticket.waiting = false;
        loads.opened(ticket.server);
        count(ticket.server);
    }

    private void count(String server) {
        int most = limit.applyAsInt(server);
        if (most > 0 && loads.of(server) >= most) {
            full.add(server);
        } else if (most > 0 || !full.isEmpty()) {
            full.remove(server);
        }
    }

    private List<Ticket> admit(int most) {
        if (line.isEmpty()) {
            return List.of();
        }
        var admitted = new ArrayList<Ticket>();
        Iterator<Ticket> all = line.iterator();
        while (all.hasNext() && admitted.size() < most) {
            Ticket ticket = all.next();
            Optional<String> server =
                    ticket.server == null ? ticket.choice.among(full) : Optional.of(ticket.server);
            if (server.isPresent() && !full.contains(server.get())) {
                all.remove();
                ticket.server = server.get();
                take(ticket);
                admitted.add(ticket);
            }
        }
        return admitted;
    }
    // END SOLUTION
    // STUB: // What else it needs goes here.
}
