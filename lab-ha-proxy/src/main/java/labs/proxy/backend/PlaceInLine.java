package labs.proxy.backend;

import java.util.Optional;
import java.util.function.Function;
import labs.proxy.overload.Turnstile;

/**
 * A place behind the turnstile.
 *
 * @param members the servers by their names
 */
record PlaceInLine(Turnstile turnstile, Turnstile.Ticket ticket, Function<String, Member> members)
        implements Place {
    @Override
    public Optional<Member> member() {
        return turnstile.server(ticket).map(members);
    }

    @Override
    public boolean isWaiting() {
        return turnstile.isWaiting(ticket);
    }

    @Override
    public boolean giveUp() {
        return turnstile.giveUp(ticket);
    }

    @Override
    public void leave() {
        turnstile.leave(ticket);
    }
}
