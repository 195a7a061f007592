package labs.zookeeper.tree;

import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a session tells, and on which threads. */
final class StateLog implements SessionListener {
    private final List<SessionState> states = new CopyOnWriteArrayList<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    @Override
    public void changed(SessionState state) {
        threads.add(Thread.currentThread());
        states.add(state);
    }

    List<SessionState> states() {
        return states;
    }

    Set<Thread> threads() {
        return threads;
    }

    /** Waits until the last that was told is this. */
    void awaitLast(SessionState state) {
        await("the session tells " + state)
                .atMost(TestSessions.PATIENCE)
                .until(() -> !states.isEmpty() && states.get(states.size() - 1) == state);
    }
}
