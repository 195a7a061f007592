package labs.memory.grid;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import labs.memory.grid.GridMessage.Answer;
import labs.memory.grid.GridMessage.Redirect;
import labs.memory.grid.GridMessage.Refused;
import labs.memory.grid.GridMessage.Request;

/**
 * A client: it knows the partition table, asks the owner, and asks again under the same number when
 * no answer comes. It makes one call after the other. All calls to it come one after the other,
 * too.
 */
public final class GridClient {
    private static final String RETRY = "client retry";
    private static final String RENEW = "client renew";
    private static final Duration AGAIN = Duration.ofMillis(10); // after a redirect
    private static final Duration TIMEOUT = Duration.ofMillis(200); // without an answer
    private static final Duration RENEW_EVERY = Duration.ofSeconds(1);
    private final GridMachine machine;
    private final GridConfig config;
    private final Duration patience; // with one call
    private final long session;
    private final Deque<Call> calls = new ArrayDeque<>(); // the first one is under way
    private Optional<NearCache> near = Optional.empty();
    private PartitionTable table = PartitionTable.NONE;
    private long number;
    private boolean redirected; // the last attempt was

    /** One call. */
    private static final class Call {
        final Operation operation;
        final CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
        Duration began; // null until it is under way
        int attempts;
        boolean doubtful; // an attempt got no answer: it may have been carried out

        Call(Operation operation) {
            this.operation = operation;
        }
    }

    public GridClient(GridMachine machine, GridConfig config) {
        this.machine = machine;
        this.config = config;
        this.patience = config.patience().multipliedBy(10);
        this.session = machine.random().nextLong();
    }

    /** Keeps what is read near from now on. */
    public GridClient withNearCache() {
        near = Optional.of(new NearCache());
        return this;
    }

    public void start() {
        near.ifPresent(cache -> renew());
    }

    private void renew() {
        machine.timer(RENEW, RENEW_EVERY);
        machine.nodes().forEach(node -> machine.send(node, new GridMessage.Subscribe()));
    }

    /**
     * Carries it out. The future fails with {@link QuorumException} if nothing was done, and with
     * {@link OutcomeUnknownException} if nobody knows.
     */
    public CompletableFuture<Optional<String>> call(Operation operation) {
        if (operation instanceof Operation.Get) {
            var known = near.flatMap(cache -> cache.get(operation.key()));
            if (known.isPresent()) {
                return CompletableFuture.completedFuture(known.get());
            }
        }
        var call = new Call(operation);
        calls.add(call);
        if (calls.size() == 1) {
            begin();
        }
        return call.answer;
    }

    private void begin() {
        if (!calls.isEmpty()) {
            number++;
            calls.peek().began = machine.now();
            attempt();
        }
    }

    private void attempt() {
        Call call = calls.element();
        if (machine.now().minus(call.began).compareTo(patience) > 0) {
            finish(c -> c.answer.completeExceptionally(unknown(c)));
            return;
        }
        if (++call.attempts % 4 == 0) {
            table = PartitionTable.NONE; // perhaps nobody of those that it names is there
        }
        redirected = false;
        machine.timer(RETRY, TIMEOUT);
        machine.send(target(call.operation.key()), new Request(id(), call.operation));
    }

    private int target(String key) {
        if (table.members().isEmpty()) {
            return machine.nodes().get(machine.random().nextInt(machine.nodes().size()));
        }
        return table.replicas(table.partitionOf(key)).owner().node();
    }

    private RequestId id() {
        return new RequestId(session, number);
    }

    private static OutcomeUnknownException unknown(Call call) {
        return new OutcomeUnknownException(call.operation, call.attempts);
    }

    public void timeout(String timer) {
        if (timer.equals(RETRY) && !calls.isEmpty()) {
            calls.peek().doubtful |= !redirected;
            attempt();
        } else if (timer.equals(RENEW)) {
            renew();
        }
    }

    public void receive(int from, GridMessage message) {
        if (message instanceof Answer answer && answer.id().equals(id())) {
            answered(answer);
        } else if (message instanceof Redirect redirect && redirect.id().equals(id())) {
            redirected(redirect.table());
        } else if (message instanceof Refused refused && refused.id().equals(id())) {
            refused(refused.table());
        } else if (message instanceof GridMessage.Invalidate gone) {
            near.ifPresent(c -> c.invalidate(gone.partition(), gone.stamp(), gone.key()));
        } else if (message instanceof GridMessage.Stamps stamps) {
            near.ifPresent(cache -> stamps.last().forEach(cache::compare));
        }
    }

    private void answered(Answer answer) {
        if (calls.isEmpty() || calls.peek().began == null) {
            return;
        }
        Operation operation = calls.peek().operation;
        if (operation instanceof Operation.Get && !table.members().isEmpty()) {
            int partition = table.partitionOf(operation.key());
            near.ifPresent(c -> c.put(partition, operation.key(), answer.value(), answer.stamp()));
        } else {
            near.ifPresent(cache -> cache.remove(operation.key()));
        }
        finish(call -> call.answer.complete(answer.value()));
    }

    private void redirected(PartitionTable now) {
        if (calls.isEmpty()) {
            return;
        }
        if (table.version().isNewerThan(now.version())) {
            near.ifPresent(NearCache::clear);
        }
        table = now;
        redirected = true;
        machine.timer(RETRY, AGAIN);
    }

    private void refused(PartitionTable now) {
        if (calls.isEmpty()) {
            return;
        }
        table = now;
        var refused = new QuorumException(now.members().size(), config.minimumMembers());
        finish(call -> call.answer.completeExceptionally(call.doubtful ? unknown(call) : refused));
    }

    /** The call is over; the next one begins, before its caller can make another. */
    private void finish(Consumer<Call> how) {
        machine.cancel(RETRY);
        Call call = calls.remove();
        begin();
        how.accept(call);
    }
}
