package labs.zookeeper.zab;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A counter, the same on every node. The primary works out each new sum from those that it has
 * broadcast already, delivered or not, and broadcasts the sum: that is what primary order is for.
 * Confined to the thread of its node.
 */
public final class ReplicatedCounter implements Application {
    private final ZabNode node;
    private final Map<Zxid, CompletableFuture<Long>> adding = new HashMap<>();
    private final List<CompletableFuture<Long>> reading = new ArrayList<>();
    private long value; // of the last transaction delivered
    private long planned; // of the last one broadcast

    /** The counter on that machine, and the node that replicates it. */
    public ReplicatedCounter(ZabMachine machine) {
        node = new ZabNode(machine, this);
    }

    /** To be started, and to be handed the machine's messages and timeouts. */
    public ZabNode node() {
        return node;
    }

    /**
     * Adds to the counter; answers the sum after. Linearizable.
     *
     * @return done when delivered here; fails with {@link NotPrimaryException} if nothing was done,
     *     and with {@link OutcomeUnknownException} if nobody knows
     */
    public CompletableFuture<Long> add(long summand) {
        if (!node.isPrimary()) {
            return CompletableFuture.failedFuture(new NotPrimaryException());
        }
        planned += summand;
        var sum = new CompletableFuture<Long>();
        adding.put(node.nextZxid(), sum); // before: a cluster of one delivers at once
        node.broadcast(planned);
        return sum;
    }

    /**
     * Reads on the primary after a round of questions. Linearizable.
     *
     * @return as {@link #add}
     */
    public CompletableFuture<Long> read() {
        if (!node.isPrimary()) {
            return CompletableFuture.failedFuture(new NotPrimaryException());
        }
        var answer = new CompletableFuture<Long>();
        reading.add(answer);
        node.confirm(
                () -> {
                    reading.remove(answer);
                    answer.complete(value);
                });
        return answer;
    }

    /**
     * What this node was delivered, on any node, without asking anybody. Not linearizable: it may
     * be old, and so it may go back when one asks another node, or this one after a restart.
     */
    public long peek() {
        return value;
    }

    @Override
    public void deliver(Transaction transaction) {
        value = transaction.value();
        CompletableFuture<Long> added = adding.remove(transaction.zxid());
        if (added != null) {
            added.complete(value);
        }
    }

    @Override
    public void leads() {
        planned = value;
    }

    @Override
    public void leadsNoMore() {
        var unknown = new OutcomeUnknownException();
        // Copies: those who are told may call again.
        List.copyOf(adding.values()).forEach(call -> call.completeExceptionally(unknown));
        List.copyOf(reading).forEach(call -> call.completeExceptionally(unknown));
        adding.clear();
        reading.clear();
    }
}
