package labs.proxy.http;

import java.util.Optional;
import labs.proxy.http.Conditions.Seen;

/** {@code track-sc}: begins to count for a client. */
final class Tracking {
    private Tracking() {}

    /**
     * Counts one more.
     *
     * @param table of which proxy; the frontend's own if none is said
     * @param key null for nothing to count
     */
    static void begin(Seen seen, int counter, Optional<String> table, Object key, boolean request) {
        HttpEngine engine = seen.scope().engine;
        String name = table.orElse(seen.scope().frontend);
        Tracker tracker = engine == null ? null : engine.tracker(name);
        if (tracker == null || key == null || seen.scope().tracked(counter) != null) {
            return;
        }
        Tracker.Entry entry = tracker.of(SampleValues.text(key));
        seen.scope().track(counter, entry);
        entry.add("conn", 1);
        entry.add(request ? "http_req" : "sess", 1);
    }

    /** One more in a client's general purpose counter, where it is tracked. */
    static void increase(Seen seen, int counter) {
        Tracker.Entry entry = seen.scope().tracked(counter);
        if (entry != null) {
            entry.add("gpc0", 1);
        }
    }
}
