package labs.kit.linear;

import java.util.List;
import labs.kit.history.Operation;

/** What was found out about a history. */
public sealed interface Verdict<I, O> {
    /** Every operation found its moment. */
    record Linearizable<I, O>() implements Verdict<I, O> {}

    /**
     * No order explains these operations.
     *
     * @param key of the object, when the history was judged key by key
     * @param shortest the shortest beginning of the history that is already wrong; its last
     *     operation to complete is the one that cannot be
     * @param explained the longest order that was found for a part of them
     */
    record Violation<I, O>(
            Object key, List<Operation<I, O>> shortest, List<Operation<I, O>> explained)
            implements Verdict<I, O> {}

    /** Time ran out before there was an answer. Not "ok". */
    record Unknown<I, O>(String why) implements Verdict<I, O> {}

    default boolean isLinearizable() {
        return this instanceof Linearizable;
    }
}
