package labs.zookeeper;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Those who asked to be told. What they do is a stranger's code: whatever one of them throws, the
 * others are told, and the thread that tells them goes on. The thread's handler of uncaught
 * exceptions gets what was thrown. Thread-safe.
 *
 * @param <L> what they are
 */
public final class Listeners<L> {
    private final List<L> all = new CopyOnWriteArrayList<>();

    public void add(L listener) {
        all.add(listener);
    }

    public void remove(L listener) {
        all.remove(listener);
    }

    /** Those who listen now. */
    public List<L> now() {
        return List.copyOf(all);
    }

    /** Tells all who listen, in the order of their coming. */
    public void tell(Consumer<L> news) {
        tell(now(), news);
    }

    /** Tells those of an earlier audience who still listen. */
    public void tell(List<L> audience, Consumer<L> news) {
        for (L listener : audience) {
            if (all.contains(listener)) {
                guarded(() -> news.accept(listener));
            }
        }
    }

    /** Runs a stranger's code, and returns whatever it throws. */
    public static void guarded(Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            report(e);
        }
    }

    /** Hands it to this thread's handler of uncaught exceptions. */
    public static void report(Throwable thrown) {
        Thread thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
        } catch (Throwable e) {
            // The handler is a stranger's, too, and there is nobody else to tell.
        }
    }
}
