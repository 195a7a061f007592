package labs.kit.linear;

import java.util.Optional;

/**
 * A sequential object: what it answers when operations come one after the other. Implementations
 * are immutable; states need {@code equals} and {@code hashCode}.
 *
 * @param <S> its state
 * @param <I> what is asked of it
 * @param <O> what it answers
 */
public interface Model<S, I, O> {
    S initial();

    /**
     * The state after {@code input}, or nothing when the object could not have answered so.
     *
     * @param output what was answered; empty when nobody knows, and any answer would do
     */
    Optional<S> step(S state, I input, Optional<O> output);
}
