package labs.memory.grid;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import labs.kit.history.History;
import labs.kit.linear.Linearizability;
import labs.kit.linear.Model;
import labs.kit.linear.Verdict;

/** Clients that call what comes to their minds, on few keys, and write down what they saw. */
final class GridCalls {
    private static final int KEYS = 5;
    private static final EntryProcessor APPEND =
            (key, value) -> {
                var longer = Optional.of(value.orElse("") + "+");
                return new EntryProcessor.Result(longer, longer);
            };
    private final SimulatedGrid grid;
    private final History<Operation, Optional<String>> history;
    private final Random random;
    private int written;
    private boolean over;
    private int underWay;

    GridCalls(SimulatedGrid grid, long seed) {
        this.grid = grid;
        this.random = new Random(seed);
        this.history = new History<>(() -> grid.world().now().toNanos());
        IntStream.range(0, SimulatedGrid.CLIENTS).forEach(this::begin);
    }

    private void begin(int client) {
        next(client, history.client());
    }

    private void next(int client, History.Client<Operation, Optional<String>> record) {
        grid.world()
                .schedule(
                        Duration.ofMillis(random.nextInt(60)),
                        () -> {
                            if (!over) {
                                call(client, record);
                            }
                        });
    }

    private void call(int client, History.Client<Operation, Optional<String>> record) {
        Operation operation = anything();
        record.invoke(operation);
        underWay++;
        grid.client(client)
                .call(operation)
                .whenComplete(
                        (answer, failure) -> {
                            underWay--;
                            note(record, answer, failure);
                            next(client, record);
                        });
    }

    private static void note(
            History.Client<Operation, Optional<String>> record,
            Optional<String> answer,
            Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        if (cause == null) {
            record.ok(answer);
        } else if (cause instanceof QuorumException) {
            record.fail();
        } else {
            record.unknown();
        }
    }

    private Operation anything() {
        String key = "key " + random.nextInt(KEYS);
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> new Operation.Get(key);
            case 3 -> new Operation.Remove(key);
            case 4 -> new Operation.Invoke(key, APPEND);
            default -> new Operation.Put(key, "value " + written++);
        };
    }

    /** No more calls; waits for those under way. */
    List<labs.kit.history.Operation<Operation, Optional<String>>> end() {
        over = true;
        grid.await("the last calls are answered or given up", () -> underWay == 0);
        return history.operations();
    }

    static Verdict<Operation, Optional<String>> judge(
            List<labs.kit.history.Operation<Operation, Optional<String>>> calls) {
        return new Linearizability<>(new EntryModel(), Duration.ofSeconds(20))
                .judge(calls, Operation::key);
    }

    /** One entry, as everybody thinks of it. */
    private static final class EntryModel
            implements Model<Optional<String>, Operation, Optional<String>> {
        @Override
        public Optional<String> initial() {
            return Optional.empty();
        }

        @Override
        public Optional<Optional<String>> step(
                Optional<String> state, Operation call, Optional<Optional<String>> output) {
            Optional<String> after = state;
            Optional<String> answer = state;
            if (call instanceof Operation.Put put) {
                after = Optional.of(put.value());
            } else if (call instanceof Operation.Remove) {
                after = Optional.empty();
            } else if (call instanceof Operation.Invoke) {
                after = APPEND.process(call.key(), state).value();
                answer = after;
            }
            return output.isEmpty() || output.get().equals(answer)
                    ? Optional.of(after)
                    : Optional.empty();
        }
    }
}
