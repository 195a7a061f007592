package labs.kit.linear;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The objects that the chapters use most. */
public final class Models {
    private Models() {}

    /** A register: read it, write it, or write it if it holds what one expects. */
    public sealed interface RegisterCall {
        /** Answers the value. */
        record Read() implements RegisterCall {}

        /** Answers nothing of interest: any output will do. */
        record Write(long value) implements RegisterCall {}

        /** Answers 1 when it was swapped, and 0 when the register held something else. */
        record CompareAndSet(long expected, long value) implements RegisterCall {}
    }

    /** A register of numbers that begins with {@code initial}. */
    public static Model<Long, RegisterCall, Long> register(long initial) {
        return model(
                initial,
                (state, call, output) -> {
                    if (call instanceof RegisterCall.Write write) {
                        return Optional.of(write.value());
                    } else if (call instanceof RegisterCall.CompareAndSet swap) {
                        boolean fits = state == swap.expected();
                        return agrees(output, fits ? 1L : 0L)
                                .map(yes -> fits ? swap.value() : state);
                    }
                    return agrees(output, state).map(yes -> state);
                });
    }

    /** What one does with a lock: take it or give it back, under a name of one's own. */
    public record LockCall(boolean acquire, int owner) {}

    /** A lock that answers true; a holder may not take it again. */
    public static Model<Optional<Integer>, LockCall, Boolean> lock() {
        return model(
                Optional.empty(),
                (holder, call, output) -> {
                    if (call.acquire()) {
                        return holder.isEmpty()
                                ? Optional.of(Optional.of(call.owner()))
                                : Optional.empty();
                    }
                    return holder.equals(Optional.of(call.owner()))
                            ? Optional.of(Optional.empty())
                            : Optional.empty();
                });
    }

    /** What one does with a queue: put a value in (it is there), or take one out (empty). */
    public record QueueCall(Optional<Long> put) {}

    /** A queue, first in, first out; taking from an empty one answers nothing. */
    public static Model<List<Long>, QueueCall, Optional<Long>> queue() {
        return model(
                List.of(),
                (items, call, output) -> {
                    if (call.put().isPresent()) {
                        return Optional.of(
                                Stream.concat(items.stream(), call.put().stream()).toList());
                    }
                    Optional<Long> first = items.stream().findFirst();
                    return agrees(output, first)
                            .map(yes -> items.isEmpty() ? items : items.subList(1, items.size()));
                });
    }

    /** A counter: add (which may be 0, a read); it answers the sum after. */
    public static Model<Long, Long, Long> counter() {
        return model(0L, (sum, add, output) -> agrees(output, sum + add));
    }

    private static <O> Optional<O> agrees(Optional<O> output, O expected) {
        return output.isEmpty() || output.get().equals(expected)
                ? Optional.of(expected)
                : Optional.empty();
    }

    /** How a model goes on. */
    private interface Step<S, I, O> {
        Optional<S> apply(S state, I input, Optional<O> output);
    }

    private static <S, I, O> Model<S, I, O> model(S initial, Step<S, I, O> step) {
        return new Model<>() {
            @Override
            public S initial() {
                return initial;
            }

            @Override
            public Optional<S> step(S state, I input, Optional<O> output) {
                return step.apply(state, input, output);
            }
        };
    }
}
