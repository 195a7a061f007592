package labs.zookeeper.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import labs.kit.history.Operation;
import labs.kit.linear.Models.LockCall;
import labs.zookeeper.lock.FencedStore;
import labs.zookeeper.lock.FencingToken;

/** Who held the lock when, and what they did with the store behind it. Thread-safe. */
final class Holds {
    private final FencedStore store = new FencedStore();
    private final List<Operation<LockCall, Boolean>> calls = new ArrayList<>(); // guarded by this
    private final Set<FencingToken> tokens = new HashSet<>(); // guarded by this
    private int added; // guarded by this
    private int refused; // guarded by this
    private int lost; // guarded by this

    /** Adds one to the number in the store, in two steps. */
    void useStore(FencingToken token) {
        String before = store.read(token);
        LockSupport.parkNanos(100_000); // long enough for another to come between
        store.write(token, Integer.toString(before.isEmpty() ? 1 : Integer.parseInt(before) + 1));
        synchronized (this) {
            added++;
        }
    }

    synchronized void countRefusal() {
        refused++;
    }

    /** From some time in the first span to some time in the second. */
    synchronized void held(FencingToken token, long asked, long got, long releasing, long done) {
        int owner = handOut(token, asked, got);
        calls.add(Operation.ok(owner, releasing, done, new LockCall(false, owner), true));
    }

    /** It was lost some time after it was handed out. */
    synchronized void lost(FencingToken token, long asked, long got) {
        int owner = handOut(token, asked, got);
        calls.add(Operation.unknown(owner, got, new LockCall(false, owner)));
        lost++;
    }

    private int handOut(FencingToken token, long asked, long got) {
        assertThat(tokens.add(token)).as("%s was handed out once", token).isTrue();
        int owner = tokens.size();
        calls.add(Operation.ok(owner, asked, got, new LockCall(true, owner), true));
        return owner;
    }

    /** The calls as those of a lock, each hold an owner of its own. */
    synchronized List<Operation<LockCall, Boolean>> calls() {
        return calls.stream().sorted(Comparator.comparingLong(Operation::invoked)).toList();
    }

    /** The store counted each hold that wrote, once. */
    synchronized void requireNothingLostInTheStore() {
        String number = store.read(new FencingToken(Long.MAX_VALUE));
        assertThat(number)
                .as("the sum in the fenced store, of %s holders that added one", added)
                .isEqualTo(added == 0 ? "" : Integer.toString(added));
    }

    @Override
    public synchronized String toString() {
        return "lock: %d holds, %d lost, %d writes refused".formatted(tokens.size(), lost, refused);
    }
}
