package labs.proxy.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;
import labs.proxy.backend.Dialer;
import labs.proxy.backend.Peer;
import labs.proxy.backend.Upstream;
import labs.proxy.config.BackendRule;
import labs.proxy.config.Configuration;
import labs.proxy.config.Frontend;
import labs.proxy.config.Mode;
import labs.proxy.http.Conditions;
import labs.proxy.http.HttpBackend;
import labs.proxy.http.HttpEngine;
import labs.proxy.http.HttpFrontend;
import labs.proxy.http.RequestLog;
import labs.proxy.http.TcpInspection;
import labs.proxy.stats.Counters;

/**
 * Makes what stands behind listeners, as a configuration says.
 *
 * @param current the frontends in mode http as they are now
 */
record Doors(
        Function<String, Counters> counters,
        Map<String, HttpFrontend> current,
        Dialer dialer,
        HttpEngine engine) {
    /**
     * By the frontends' names.
     *
     * @param frontends those in mode http are put there
     * @throws IOException for what only its use shows: a file that a rule names, a number
     */
    Map<String, Door> behind(
            Configuration next, Map<String, Upstream> now, Map<String, HttpFrontend> frontends)
            throws IOException {
        try {
            return made(next, now, frontends);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new IOException("a rule cannot be used: " + e.getMessage(), e);
        }
    }

    /** Makes all of it for nobody. */
    static void check(Configuration configuration) throws IOException {
        Map<String, Upstream> none = new HashMap<>();
        configuration
                .backends()
                .forEach(
                        backend ->
                                none.put(
                                        backend.name(),
                                        new Upstream(
                                                backend.withServers(List.of()),
                                                new Counters(),
                                                server -> new Counters(),
                                                new SplittableRandom())));
        try {
            new Doors(name -> new Counters(), Map.of(), null, null)
                    .behind(configuration, none, new HashMap<>());
        } finally {
            none.values().forEach(Upstream::close);
        }
    }

    private Map<String, Door> made(
            Configuration next, Map<String, Upstream> now, Map<String, HttpFrontend> frontends) {
        Map<String, HttpBackend> http = new HashMap<>();
        now.forEach(
                (name, upstream) -> {
                    if (upstream.config().mode() == Mode.HTTP) {
                        http.put(name, new HttpBackend(upstream, now::get));
                    }
                });
        Map<String, Door> doors = new HashMap<>();
        for (Frontend frontend : next.frontends()) {
            String name = frontend.name();
            Counters counted = counters.apply(name + "/FRONTEND");
            if (frontend.mode() == Mode.HTTP) {
                var made = new HttpFrontend(frontend, counted, http, now::get);
                frontends.put(name, made);
                doors.put(name, new HttpDoor(frontend, counted, engine, latest(name, made)));
            } else {
                doors.put(name, ofTcp(frontend, counted, now));
            }
        }
        return doors;
    }

    private Door ofTcp(Frontend frontend, Counters counted, Map<String, Upstream> now) {
        var inspection = TcpInspection.of(frontend, counted, now::get, engine);
        var choices = new ArrayList<TcpDoor.Choice>();
        for (BackendRule rule : frontend.useBackend()) {
            var applies = Conditions.ofBytes(rule.condition(), now::get, inspection);
            choices.add(choice(applies, now.get(rule.backend()), inspection, now));
        }
        frontend.defaultBackend()
                .ifPresent(
                        name ->
                                choices.add(
                                        choice(
                                                (peer, bytes) -> true,
                                                now.get(name),
                                                inspection,
                                                now)));
        var log = RequestLog.of(frontend.log(), now::get);
        return new TcpDoor(frontend, counted, choices, dialer, inspection, log);
    }

    private static TcpDoor.Choice choice(
            BiPredicate<Peer, String> applies,
            Upstream upstream,
            TcpInspection inspection,
            Map<String, Upstream> now) {
        return new TcpDoor.Choice(
                applies, upstream, inspection.with(upstream.config().tcpRules(), now::get));
    }

    // A frontend that a reload took away serves its last clients as it was.
    private Supplier<HttpFrontend> latest(String name, HttpFrontend first) {
        return () -> current.getOrDefault(name, first);
    }
}
