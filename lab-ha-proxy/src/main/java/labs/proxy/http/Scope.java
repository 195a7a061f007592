package labs.proxy.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import labs.proxy.backend.Upstream;
import labs.proxy.config.Timeouts;
import labs.proxy.stats.Counters;

/**
 * What is known of a request beside its head, for rules that ask. Nothing is kept of what no rule
 * has named. Confined to the event loop of its client.
 */
final class Scope {
    private Map<String, Object> variables = Map.of(); // by their whole names
    private Map<Timeouts.Kind, Duration> timeouts = Map.of();
    private List<String> captures = List.of();
    private List<String> answerCaptures = List.of();
    private Tracker.Entry[] tracked; // null as long as nothing is
    Draft response; // null before there is one
    Map<Integer, Answer> pages = Map.of(); // instead of the usual ones
    String frontend = "";
    Counters counters; // of the frontend; null where there are none
    Upstream upstream; // null before one is chosen
    String server = "";
    String uniqueId = "";
    String body = ""; // what came of a request's body before it was looked at
    HttpEngine engine; // null where there is none
    LogRecord log; // null where nothing is logged
    boolean first; // whether it is the first request of its connection

    Object variable(String name) {
        return variables.get(name);
    }

    boolean hasVariables() {
        return !variables.isEmpty();
    }

    /** Null forgets it. */
    void variable(String name, Object value) {
        variables = variables.isEmpty() ? new HashMap<>() : variables;
        if (value == null) {
            variables.remove(name);
        } else {
            variables.put(name, value);
        }
    }

    /** Begins with what the session knows, for the next request of its connection. */
    void inherit(Scope before) {
        before.variables.forEach(
                (name, value) -> {
                    if (name.startsWith("sess.") || name.startsWith("proc.")) {
                        variable(name, value);
                    }
                });
    }

    void setTimeout(Timeouts.Kind kind, Duration time) {
        timeouts = timeouts.isEmpty() ? new HashMap<>() : timeouts;
        timeouts.put(kind, time);
    }

    Duration timeout(Timeouts.Kind kind, Duration otherwise) {
        return timeouts.isEmpty() ? otherwise : timeouts.getOrDefault(kind, otherwise);
    }

    void capture(int slot, String value) {
        captures = captures.isEmpty() ? new ArrayList<>() : captures;
        while (captures.size() <= slot) {
            captures.add(null);
        }
        captures.set(slot, value);
    }

    /** Of the answer, in the order of the file. */
    void captureAnswer(List<String> values) {
        answerCaptures = values;
    }

    List<String> answerCaptures() {
        return answerCaptures;
    }

    /** Null if there is none. */
    String answerCaptured(int slot) {
        return slot < answerCaptures.size() ? answerCaptures.get(slot) : null;
    }

    List<String> requestCaptures() {
        return captures;
    }

    String captured(int slot) {
        return slot < captures.size() ? captures.get(slot) : null;
    }

    void track(int counter, Tracker.Entry entry) {
        tracked = tracked == null ? new Tracker.Entry[3] : tracked;
        tracked[counter] = entry;
    }

    /** What is counted for this client; null if nothing is. */
    Tracker.Entry tracked(int counter) {
        return tracked == null ? null : tracked[counter];
    }
}
