package labs.kit.linear;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import labs.kit.history.Operation;

/**
 * Judges histories against a {@link Model}. Immutable and thread-safe.
 *
 * <p>Sources: Wing and Gong, <i>Testing and Verifying Concurrent Objects</i>, JPDC 1993; Gavin
 * Lowe, <i>Testing for Linearizability</i>, CCPE 2017; Anish Athalye, <i>Porcupine</i>, 2017.
 *
 * @param limit after which the answer is "unknown"
 */
public record Linearizability<S, I, O>(Model<S, I, O> model, Duration limit) {
    /** Judges the history of one object. */
    public Verdict<I, O> judge(List<Operation<I, O>> history) {
        return judge(history, input -> "the object");
    }

    /**
     * Judges the history of many objects that share nothing, each by itself: a history is
     * linearizable exactly when each object's part of it is (Herlihy and Wing's locality).
     */
    public Verdict<I, O> judge(List<Operation<I, O>> history, Function<I, ?> keyOf) {
        long deadline = System.nanoTime() + limit.toNanos();
        Map<Object, List<Operation<I, O>>> byKey =
                history.stream()
                        .collect(
                                Collectors.groupingBy(
                                        operation -> keyOf.apply(operation.input()),
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        Verdict<I, O> doubt = null;
        for (var part : byKey.entrySet()) {
            Verdict<I, O> verdict = judgeOne(part.getKey(), part.getValue(), deadline);
            if (verdict instanceof Verdict.Violation) {
                return verdict; // whatever the others are
            } else if (!verdict.isLinearizable()) {
                doubt = verdict;
            }
        }
        return doubt != null ? doubt : new Verdict.Linearizable<>();
    }

    private Verdict<I, O> judgeOne(Object key, List<Operation<I, O>> operations, long deadline) {
        var search = new Search<>(model, operations);
        return switch (search.run(deadline)) {
            case FOUND -> new Verdict.Linearizable<>();
            case TIMED_OUT -> new Verdict.Unknown<>("no answer within " + limit + " for " + key);
            case IMPOSSIBLE -> violation(key, operations, search);
        };
    }

    private Verdict<I, O> violation(
            Object key, List<Operation<I, O>> operations, Search<S, I, O> search) {
        // What is wrong stays wrong, however it goes on: so the shortest is found by halving.
        List<Long> ends =
                operations.stream()
                        .filter(operation -> !operation.isUnknown())
                        .map(Operation::completed)
                        .sorted()
                        .toList();
        int low = 0;
        int high = ends.size() - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            Optional<List<Operation<I, O>>> wrong = wrong(until(operations, ends.get(middle)));
            if (wrong.isPresent()) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        var shortest = until(operations, ends.get(high));
        var explained = new Search<>(model, shortest);
        explained.run(System.nanoTime() + limit.toNanos());
        return new Verdict.Violation<>(key, shortest, explained.longest());
    }

    private Optional<List<Operation<I, O>>> wrong(List<Operation<I, O>> prefix) {
        var result = new Search<>(model, prefix).run(System.nanoTime() + limit.toNanos());
        return result == Search.Result.IMPOSSIBLE ? Optional.of(prefix) : Optional.empty();
    }

    /** The history as it was known at that time: answers that came later had not come yet. */
    private static <I, O> List<Operation<I, O>> until(List<Operation<I, O>> history, long time) {
        return history.stream()
                .filter(operation -> operation.invoked() <= time)
                .map(
                        operation ->
                                operation.completed() <= time
                                        ? operation
                                        : Operation.<I, O>unknown(
                                                operation.client(),
                                                operation.invoked(),
                                                operation.input()))
                .sorted(Comparator.comparingLong(Operation::invoked))
                .toList();
    }
}
