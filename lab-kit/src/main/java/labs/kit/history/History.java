package labs.kit.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/**
 * Records the operations of concurrent clients. Recording takes no lock and touches no memory that
 * clients share, since a lock would put the operations in an order that they did not have, and hide
 * the very races that one looks for.
 *
 * <p>Each thread asks for a {@link Client} of its own; {@link #operations} is for afterwards, when
 * the clients are done.
 */
public final class History<I, O> {
    private final LongSupplier clock;
    private final List<Client<I, O>> clients = new CopyOnWriteArrayList<>();

    /** Timed by {@link System#nanoTime}, which is one clock for all threads of a JVM. */
    public History() {
        this(System::nanoTime);
    }

    /**
     * @param clock for a simulation's time; never goes back
     */
    public History(LongSupplier clock) {
        this.clock = clock;
    }

    /** A recorder for one client, which calls one operation after the other. Thread-safe. */
    public synchronized Client<I, O> client() {
        var client = new Client<I, O>(clients.size(), clock);
        clients.add(client);
        return client;
    }

    /**
     * All operations but the failed ones, by the time of their invocation. Call it after the
     * threads of the clients were joined. An operation still open counts as unknown.
     */
    public List<Operation<I, O>> operations() {
        var all = new ArrayList<Operation<I, O>>();
        clients.forEach(client -> all.addAll(client.recorded()));
        all.sort(Comparator.comparingLong(Operation::invoked));
        return all;
    }

    /** What one client did. Confined to the thread of the client. */
    public static final class Client<I, O> {
        private final int id;
        private final LongSupplier clock;
        private final List<Operation<I, O>> done = new ArrayList<>();
        private Optional<Pending> open = Optional.empty();

        private record Pending(long invoked, Object input) {}

        private Client(int id, LongSupplier clock) {
            this.id = id;
            this.clock = clock;
        }

        public int id() {
            return id;
        }

        /** The call begins now. */
        public void invoke(I input) {
            if (open.isPresent()) {
                throw new IllegalStateException(
                        "client " + id + " has not completed its last call");
            }
            open = Optional.of(new Pending(clock.getAsLong(), input));
        }

        /** The answer came now. */
        public void ok(O output) {
            long now = clock.getAsLong(); // first: what we do ourselves is not part of the call
            Pending call = close();
            done.add(Operation.ok(id, call.invoked(), now, input(call), output));
        }

        /** The call is known not to have taken effect: it is as if it had never been. */
        public void fail() {
            close();
        }

        /** No answer came: a timeout, a broken connection. */
        public void unknown() {
            Pending call = close();
            done.add(Operation.unknown(id, call.invoked(), input(call)));
        }

        private Pending close() {
            Pending call =
                    open.orElseThrow(
                            () ->
                                    new IllegalStateException(
                                            "client " + id + " has no call to complete"));
            open = Optional.empty();
            return call;
        }

        @SuppressWarnings("unchecked") // only invoke(I) makes a Pending
        private I input(Pending call) {
            return (I) call.input();
        }

        private List<Operation<I, O>> recorded() {
            var all = new ArrayList<>(done);
            open.ifPresent(call -> all.add(Operation.unknown(id, call.invoked(), input(call))));
            return all;
        }
    }
}
