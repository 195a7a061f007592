package labs.proxy.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import labs.proxy.backend.Member;
import labs.proxy.backend.Upstream;
import labs.proxy.config.Sample;
import labs.proxy.http.Conditions.Seen;
import labs.proxy.stats.Counters;

/** How busy backends, servers and the frontend are. */
final class LoadFetches {
    private interface OfServer {
        Object of(Upstream upstream, Member member);
    }

    private static final Map<String, ToLongFunction<Upstream>> BACKENDS =
            Map.of(
                    "be_conn", Upstream::inside,
                    "nbsrv", Upstream::usable,
                    "queue", Upstream::waiting,
                    "be_sess_rate", one -> rate(one.counters()));
    private static final Map<String, OfServer> SERVERS =
            Map.of(
                    "srv_conn", (upstream, member) -> (long) member.counters().current(),
                    "srv_queue", (upstream, member) -> (long) upstream.waitingFor(member),
                    "srv_is_up", (upstream, member) -> member.standing().state().isUp());
    private static final Map<String, ToLongFunction<Counters>> FRONTENDS = new HashMap<>();

    static {
        FRONTENDS.put("fe_conn", Counters::current);
        FRONTENDS.put("fe_sess_rate", one -> one.sessionRate.perSecond(System.nanoTime()));
        FRONTENDS.put("fe_req_rate", LoadFetches::rate);
    }

    private LoadFetches() {}

    private static long rate(Counters counters) {
        return counters.requestRate.perSecond(System.nanoTime());
    }

    static boolean knows(String name) {
        return BACKENDS.containsKey(name)
                || SERVERS.containsKey(name)
                || FRONTENDS.containsKey(name);
    }

    static Function<Seen, List<Object>> of(Sample.Call call, Function<String, Upstream> backends) {
        String argument = call.argument(0, "");
        if (SERVERS.containsKey(call.name())) {
            return ofServer(argument, SERVERS.get(call.name()), backends);
        }
        return BACKENDS.containsKey(call.name())
                ? ofBackend(argument, BACKENDS.get(call.name()), backends)
                : ofFrontend(argument, FRONTENDS.get(call.name()));
    }

    private static Upstream backend(String name, Seen seen, Function<String, Upstream> backends) {
        return name.isEmpty() ? seen.scope().upstream : backends.apply(name);
    }

    private static Function<Seen, List<Object>> ofBackend(
            String name, ToLongFunction<Upstream> what, Function<String, Upstream> backends) {
        return seen -> {
            Upstream upstream = backend(name, seen, backends);
            return upstream == null ? List.of() : List.of(what.applyAsLong(upstream));
        };
    }

    // BACKEND/SERVER, or SERVER alone of the backend that was chosen.
    private static Function<Seen, List<Object>> ofServer(
            String name, OfServer what, Function<String, Upstream> backends) {
        int slash = name.indexOf('/');
        String backend = name.substring(0, Math.max(0, slash));
        String server = name.substring(slash + 1);
        return seen -> {
            Upstream upstream = backend(backend, seen, backends);
            return upstream == null
                    ? List.of()
                    : upstream.member(server)
                            .map(member -> List.of(what.of(upstream, member)))
                            .orElse(List.of());
        };
    }

    private static Function<Seen, List<Object>> ofFrontend(
            String name, ToLongFunction<Counters> what) {
        return seen -> {
            Counters counters = seen.scope().counters;
            if (!name.isEmpty() && !name.equals(seen.scope().frontend)) {
                throw new IllegalStateException("the load of another frontend: " + name);
            }
            return counters == null ? List.of() : List.of(what.applyAsLong(counters));
        };
    }
}
