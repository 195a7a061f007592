package labs.proxy.backend;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Where a client goes when its server could not be reached: {@code retries} and {@code option
 * redispatch}. Of one request, or of one connection in mode tcp; not thread-safe.
 */
public final class Attempts {
    private final Upstream upstream;
    private final Set<String> failed = new HashSet<>();
    private int tries;

    /**
     * The next one.
     *
     * @param pause how long to wait before; zero for not at all
     */
    public record Attempt(Wish wish, Duration pause) {}

    public Attempts(Upstream upstream) {
        this.upstream = upstream;
    }

    /** Whether there are any more. */
    public boolean areLeft() {
        return tries < upstream.config().retries();
    }

    /**
     * What to do when a server has failed. It is counted.
     *
     * @param wish what led there
     * @param free whether the client belongs to no server, so that any is as good
     * @param elsewhere whether the same server will not do
     * @return empty if there were tries enough
     */
    public Optional<Attempt> after(Member member, Wish wish, boolean free, boolean elsewhere) {
        failed.add(member.name());
        boolean last = tries + 1 == upstream.config().retries();
        if (++tries > upstream.config().retries()) {
            return Optional.empty();
        }
        member.counters().retries.increment();
        upstream.counters().retries.increment();
        boolean another = upstream.takesTurns() && free;
        if (another || (last && upstream.config().redispatch()) || elsewhere) {
            member.counters().redispatches.increment();
            upstream.counters().redispatches.increment();
            return Optional.of(new Attempt(wish.avoiding(failed), Duration.ZERO));
        }
        // The same server, which may be just starting: give it a moment.
        return Optional.of(new Attempt(wish.only(member.name()), upstream.turnAround()));
    }
}
