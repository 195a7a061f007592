package labs.cli.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What must be undone when this command is interrupted: child processes, scratch directories. */
public final class AtExit {
    private static final Map<Object, Runnable> ACTIONS = new LinkedHashMap<>(); // guarded by itself

    private static boolean exiting; // guarded by ACTIONS

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(AtExit::runAll, "lab-clean-up"));
    }

    private AtExit() {}

    /**
     * Runs {@code action} at exit unless {@code key} is removed before; at once, when this command
     * is exiting already. Thread-safe.
     */
    public static void add(Object key, Runnable action) {
        synchronized (ACTIONS) {
            if (!exiting) {
                ACTIONS.put(key, action);
                return;
            }
        }
        action.run();
    }

    public static void remove(Object key) {
        synchronized (ACTIONS) {
            ACTIONS.remove(key);
        }
    }

    private static void runAll() {
        List<Runnable> actions;
        synchronized (ACTIONS) {
            exiting = true;
            actions = new ArrayList<>(ACTIONS.values());
        }
        // The newest first: a process dies before the directory that it writes to.
        Collections.reverse(actions);
        actions.forEach(Runnable::run);
    }
}
