package labs.proxy.http;

import java.util.List;
import java.util.function.Function;
import labs.proxy.config.Sample;
import labs.proxy.http.Conditions.Seen;

/** {@code sc0_http_req_rate} and its like: what tables have counted. */
final class TrackedFetches {
    private TrackedFetches() {}

    static Function<Seen, List<Object>> of(Sample.Call call) {
        String name = call.name();
        if (name.startsWith("src_")) {
            String table = call.argument(0, "");
            String what = name.substring(4);
            return seen -> ofSource(seen, table, what);
        }
        boolean numbered = name.matches("sc\\d_.*");
        int counter = numbered ? name.charAt(2) - '0' : Integer.parseInt(call.argument(0, "0"));
        String what = name.substring(numbered ? 4 : 3);
        return seen -> {
            Tracker.Entry entry = counter < 3 ? seen.scope().tracked(counter) : null;
            return entry == null ? List.of() : List.of(value(entry, what));
        };
    }

    private static List<Object> ofSource(Seen seen, String table, String what) {
        HttpEngine engine = seen.scope().engine;
        String name = table.isEmpty() ? seen.scope().frontend : table;
        Tracker tracker = engine == null ? null : engine.tracker(name);
        if (tracker == null) {
            return List.of();
        }
        String key = Fetches.text(seen.client().source().getAddress());
        Tracker.Entry entry = what.startsWith("inc_") ? tracker.of(key) : tracker.known(key);
        return entry == null ? List.of() : List.of(value(entry, what));
    }

    private static Object value(Tracker.Entry entry, String what) {
        String name = what.replaceFirst("^get_", "");
        if (name.startsWith("inc_")) {
            entry.add(name.substring(4), 1);
            return entry.count(name.substring(4));
        }
        if (name.startsWith("clr_")) {
            long before = entry.count(name.substring(4));
            entry.clear(name.substring(4));
            return before;
        }
        return name.endsWith("_rate")
                ? entry.rate(name.substring(0, name.length() - 5))
                : entry.count(name.replaceFirst("_c(nt|ur)$", ""));
    }
}
