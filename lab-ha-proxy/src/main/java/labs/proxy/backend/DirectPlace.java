package labs.proxy.backend;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import labs.proxy.balance.Loads;

/** A place in a backend where nobody ever waits. */
final class DirectPlace implements Place {
    private final AtomicReference<Member> member = new AtomicReference<>();
    private final Loads loads;

    DirectPlace(Optional<Member> chosen, Loads loads) {
        this.loads = loads;
        chosen.ifPresent(
                one -> {
                    member.set(one);
                    loads.opened(one.name());
                });
    }

    @Override
    public Optional<Member> member() {
        return Optional.ofNullable(member.get());
    }

    @Override
    public boolean isWaiting() {
        return false;
    }

    @Override
    public boolean giveUp() {
        return false;
    }

    @Override
    public void leave() {
        Member left = member.getAndSet(null);
        if (left != null) {
            loads.closed(left.name());
        }
    }
}
