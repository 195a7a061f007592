package labs.kit.history;

import java.util.Optional;

/**
 * One operation of one client. Immutable.
 *
 * @param client who called
 * @param invoked when the call began, in nanoseconds of one clock for the whole history
 * @param completed when the answer came; {@link Long#MAX_VALUE} when none did
 * @param input what was asked for
 * @param output what was answered; empty when no answer came
 */
public record Operation<I, O>(
        int client, long invoked, long completed, I input, Optional<O> output) {
    /** An operation that was answered. */
    public static <I, O> Operation<I, O> ok(
            int client, long invoked, long completed, I input, O output) {
        return new Operation<>(client, invoked, completed, input, Optional.of(output));
    }

    /** An operation without an answer: it may have taken effect at any time since, or never. */
    public static <I, O> Operation<I, O> unknown(int client, long invoked, I input) {
        return new Operation<>(client, invoked, Long.MAX_VALUE, input, Optional.empty());
    }

    public boolean isUnknown() {
        return output.isEmpty();
    }
}
