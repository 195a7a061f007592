package labs.zookeeper.ensemble;

import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;

/** Collects what threads throw at their end or hand to their handler, and lets the test go on. */
public final class Uncaught implements AutoCloseable {
    private final Collection<Throwable> thrown = new ConcurrentLinkedQueue<>();
    private final Thread.UncaughtExceptionHandler before;

    public Uncaught() {
        Awaitility.doNotCatchUncaughtExceptionsByDefault(); // it would end what awaits
        before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> thrown.add(e));
    }

    /** So far. */
    public Collection<Throwable> thrown() {
        return thrown;
    }

    @Override
    public void close() {
        Thread.setDefaultUncaughtExceptionHandler(before);
        Awaitility.catchUncaughtExceptionsByDefault();
    }
}
