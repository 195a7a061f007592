package labs.proxy.health;

/** A clock that never goes back; only differences mean something. */
@FunctionalInterface
public interface Nanos {
    long now();
}
