package labs.proxy.totem;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import labs.proxy.totem.TotemMessage.Data;

/** Which message of a ring is delivered next. */
final class Delivery {
    private long delivered;

    /** All up to this one have been handed out by {@link #next}. */
    long delivered() {
        return delivered;
    }

    /**
     * Hands out the next message in order, if it is there. One that is to be safe waits, and all
     * behind it wait with it, until its number is not above {@code safe}.
     */
    Optional<Data> next(Backlog backlog, long safe) {
        // BEGIN SOLUTION
        Optional<Data> next =
                backlog.get(delivered + 1)
                        .filter(message -> !message.safe() || message.seq() <= safe);
        if (next.isPresent()) {
            delivered++;
        }
        return next;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-10: README, part 10");
    }

    /**
     * The ring is over: what is still to be delivered under the transitional configuration, in
     * order. Up to the first hole that is everything, safe or not. What misses there is lost, for
     * all who stay; a message behind it may be an answer to what was lost, so only those stay whose
     * sender stays, too.
     */
    List<Data> rest(Backlog backlog, Set<Integer> staying) {
        // BEGIN SOLUTION
        return backlog.from(delivered + 1).stream()
                .filter(
                        message ->
                                message.seq() <= backlog.aru()
                                        || staying.contains(message.sender()))
                .toList();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-10: README, part 10");
    }
}
