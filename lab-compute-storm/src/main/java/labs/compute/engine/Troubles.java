package labs.compute.engine;

import java.io.Serial;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicReference;
import labs.compute.storm.Shared;
import org.apache.storm.topology.IRichBolt;

/** Who can make trouble for a topology in this JVM. Thread-safe. */
public final class Troubles implements Serializable {
    @Serial private static final long serialVersionUID = 1;

    /** Nobody. */
    public static final Troubles NONE = new Troubles(null);

    private final Shared<AtomicReference<Trouble>> next;

    private Troubles(Shared<AtomicReference<Trouble>> next) {
        this.next = next;
    }

    public static Troubles inThisJvm() {
        return new Troubles(Shared.of(new AtomicReference<>()));
    }

    /** Makes that happen, instead of what has not happened yet. */
    public void plan(Trouble trouble) {
        next.get().set(trouble);
    }

    /** Whether what was planned has happened. */
    public boolean isOver() {
        return next.get().get() == null;
    }

    Trouble planned() {
        return next.get().get();
    }

    /** Takes it, for good: nobody else will. */
    boolean happens(Trouble trouble) {
        return next.get().compareAndSet(trouble, null);
    }

    IRichBolt around(String name, IRichBolt bolt) {
        return next == null ? bolt : new TroubledBolt(name, bolt, this);
    }
}
