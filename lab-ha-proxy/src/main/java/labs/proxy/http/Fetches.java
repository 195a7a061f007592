package labs.proxy.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import labs.proxy.backend.Upstream;
import labs.proxy.config.Sample;
import labs.proxy.config.Timeouts;
import labs.proxy.http.Conditions.Seen;

/** What samples begin with: what each name fetches. */
final class Fetches {
    private interface One {
        Object of(Seen seen);
    }

    private interface Maker {
        Function<Seen, List<Object>> make(Sample.Call call);
    }

    private static final Map<String, Maker> MAKERS = new HashMap<>();

    static {
        connection();
        timeouts();
        request();
        headers("hdr", seen -> seen.request());
        headers("req.hdr", seen -> seen.request());
        headers("res.hdr", seen -> seen.scope().response);
        headers("shdr", seen -> seen.scope().response);
        wholeHeaders("req.fhdr", seen -> seen.request());
        wholeHeaders("fhdr", seen -> seen.request());
        wholeHeaders("res.fhdr", seen -> seen.scope().response);
        cookies("cook", "cookie", seen -> seen.request());
        cookies("req.cook", "cookie", seen -> seen.request());
        cookies("res.cook", "set-cookie", seen -> seen.scope().response);
        cookies("scook", "set-cookie", seen -> seen.scope().response);
        constants();
    }

    private Fetches() {}

    static Function<Seen, List<Object>> of(Sample.Call call, Function<String, Upstream> backends) {
        String name = call.name();
        switch (name) {
            case "be_conn" -> {
                return measure(call, backends, Upstream::inside);
            }
            case "nbsrv" -> {
                return measure(call, backends, Upstream::usable);
            }
            case "queue" -> {
                return measure(call, backends, Upstream::waiting);
            }
            default -> {}
        }
        Maker maker = MAKERS.get(name);
        if (maker != null) {
            return maker.make(call);
        }
        return name.startsWith("sc") || name.startsWith("src_")
                ? TrackedFetches.of(call)
                : seen -> List.of(); // known to the language, and never there in this proxy
    }

    private static void put(String name, One one) {
        MAKERS.put(name, call -> seen -> list(one.of(seen)));
    }

    private static List<Object> list(Object value) {
        return value == null ? List.of() : List.of(value);
    }

    private static Function<Seen, List<Object>> measure(
            Sample.Call call, Function<String, Upstream> backends, ToIntFunction<Upstream> what) {
        String name = call.argument(0, "");
        return seen -> {
            Upstream upstream = name.isEmpty() ? seen.scope().upstream : backends.apply(name);
            return upstream == null ? List.of() : List.of((long) what.applyAsInt(upstream));
        };
    }

    private static void connection() {
        put("src", seen -> seen.client().source().getAddress());
        put("dst", seen -> seen.client().destination().getAddress());
        put("src_port", seen -> (long) seen.client().source().getPort());
        put("dst_port", seen -> (long) seen.client().destination().getPort());
        put("ssl_fc_sni", seen -> seen.client().sni().isEmpty() ? null : seen.client().sni());
        put("ssl_fc", seen -> seen.client().tls());
        put(
                "be_name",
                seen ->
                        seen.scope().upstream == null
                                ? seen.scope().frontend
                                : seen.scope().upstream.config().name());
        put("fe_name", seen -> seen.scope().frontend);
        put("srv_name", seen -> seen.scope().server.isEmpty() ? null : seen.scope().server);
        put("http_first_req", seen -> seen.scope().first);
        put("req.proto_http", seen -> seen.request() != null);
        put("req_proto_http", seen -> seen.request() != null);
        put("wait_end", seen -> true);
        put("unique-id", seen -> seen.scope().uniqueId.isEmpty() ? null : seen.scope().uniqueId);
        put("req.len", seen -> (long) seen.scope().body.length());
        MAKERS.put("req.payload", Fetches::payload);
        MAKERS.put("payload", Fetches::payload);
        put("req_ssl_hello_type", seen -> ClientHello.type(seen.scope().body));
        put("req.ssl_hello_type", seen -> ClientHello.type(seen.scope().body));
        put("req_ssl_sni", seen -> ClientHello.serverName(seen.scope().body));
        put("req.ssl_sni", seen -> ClientHello.serverName(seen.scope().body));
        MAKERS.put("var", call -> seen -> list(seen.scope().variable(call.argument(0, ""))));
    }

    // Not there before all of it is; a length of 0 is as much as there is.
    private static Function<Seen, List<Object>> payload(Sample.Call call) {
        int from = Integer.parseInt(call.argument(0, "0"));
        int length = Integer.parseInt(call.argument(1, "0"));
        return seen -> {
            String bytes = seen.scope().body;
            int to = length == 0 ? bytes.length() : from + length;
            return to <= bytes.length() && from < to
                    ? List.of(bytes.substring(from, to))
                    : List.of();
        };
    }

    private static void timeouts() {
        put("be_server_timeout", seen -> limit(seen, Timeouts.Kind.SERVER));
        put("be_tunnel_timeout", seen -> limit(seen, Timeouts.Kind.TUNNEL));
        put("cur_server_timeout", seen -> now(seen, Timeouts.Kind.SERVER));
        put("cur_tunnel_timeout", seen -> now(seen, Timeouts.Kind.TUNNEL));
    }

    private static Object limit(Seen seen, Timeouts.Kind kind) {
        return seen.scope().upstream == null
                ? null
                : seen.scope()
                        .upstream
                        .config()
                        .timeouts()
                        .of(kind)
                        .map(Duration::toMillis)
                        .orElse(null);
    }

    private static Object now(Seen seen, Timeouts.Kind kind) {
        Duration own = seen.scope().timeout(kind, null);
        return own == null ? limit(seen, kind) : (Object) own.toMillis();
    }

    private static void constants() {
        MAKERS.put("int", call -> always(Long.valueOf(call.argument(0, "0"))));
        MAKERS.put("str", call -> always(call.argument(0, "")));
        MAKERS.put("bool", call -> always(call.argument(0, "").matches("1|true|yes|on")));
        MAKERS.put("ipv4", call -> always(SampleValues.address(call.argument(0, "0.0.0.0"))));
        MAKERS.put("ipv6", call -> always(SampleValues.address(call.argument(0, "::"))));
        MAKERS.put("env", call -> always(System.getenv(call.argument(0, ""))));
        put("always_true", seen -> true);
        put("always_false", seen -> false);
        put("nbproc", seen -> 1L);
        put("hostname", seen -> System.getenv("HOSTNAME"));
        put("uuid", seen -> UUID.randomUUID().toString());
        MAKERS.put("date", Fetches::date);
        MAKERS.put(
                "rand",
                call -> {
                    long bound = Long.parseLong(call.argument(0, "4294967296"));
                    return seen -> List.of(ThreadLocalRandom.current().nextLong(bound));
                });
    }

    private static Function<Seen, List<Object>> always(Object value) {
        List<Object> values = list(value);
        return seen -> values;
    }

    private static Function<Seen, List<Object>> date(Sample.Call call) {
        long offset = Long.parseLong(call.argument(0, "0"));
        String unit = call.argument(1, "s");
        return seen -> {
            long millis = System.currentTimeMillis();
            return List.of(
                    switch (unit) {
                        case "ms" -> millis + offset;
                        case "us" -> millis * 1000 + offset;
                        default -> millis / 1000 + offset;
                    });
        };
    }

    private static void request() {
        put("method", seen -> ofRequest(seen, Draft::method));
        put("url", seen -> ofRequest(seen, Draft::target));
        put("path", seen -> ofRequest(seen, draft -> Target.path(draft.target())));
        put("pathq", seen -> ofRequest(seen, draft -> Target.local(draft.target())));
        put("query", seen -> ofRequest(seen, draft -> Target.query(draft.target())));
        put("base", seen -> ofRequest(seen, draft -> host(draft) + Target.path(draft.target())));
        put(
                "req.ver",
                seen -> ofRequest(seen, draft -> draft.head().isVersion11() ? "1.1" : "1.0"));
        put(
                "res.ver",
                seen ->
                        seen.scope().response == null
                                ? null
                                : seen.scope().response.head().isVersion11() ? "1.1" : "1.0");
        put("req.hdrs", seen -> ofRequest(seen, Fetches::lines));
        put("req.body", seen -> seen.scope().body);
        put("req.body_len", seen -> (long) seen.scope().body.length());
        put(
                "status",
                seen ->
                        seen.scope().response == null
                                ? null
                                : (long) seen.scope().response.status());
        put("capture.req.method", seen -> ofRequest(seen, draft -> draft.head().method()));
        put("capture.req.uri", seen -> ofRequest(seen, draft -> draft.head().target()));
        MAKERS.put(
                "capture.req.hdr",
                call -> {
                    int slot = Integer.parseInt(call.argument(0, "0"));
                    return seen -> list(seen.scope().captured(slot));
                });
        MAKERS.put("url_param", Fetches::parameter);
        MAKERS.put("urlp", Fetches::parameter);
        MAKERS.put("http_auth", call -> seen -> List.of(Users.mayPass(seen, call.argument(0, ""))));
    }

    private static Object ofRequest(Seen seen, Function<Draft, Object> what) {
        return seen.request() == null ? null : what.apply(seen.request());
    }

    private static String host(Draft draft) {
        List<String> hosts = draft.values("host");
        return hosts.isEmpty() ? "" : hosts.get(0);
    }

    private static String lines(Draft draft) {
        var lines = new StringBuilder();
        for (int i = 0; i < draft.head().fields(); i++) {
            lines.append(draft.head().name(i))
                    .append(": ")
                    .append(draft.head().value(i))
                    .append("\r\n");
        }
        return lines.append("\r\n").toString();
    }

    private static Function<Seen, List<Object>> parameter(Sample.Call call) {
        String name = call.argument(0, "");
        String delimiter = call.argument(1, "");
        return seen -> {
            if (seen.request() == null) {
                return List.of();
            }
            String target = seen.request().target();
            int from = delimiter.isEmpty() ? target.indexOf('?') : target.indexOf(delimiter);
            for (String pair : (from < 0 ? "" : target.substring(from + 1)).split("[&;]")) {
                int equals = pair.indexOf('=');
                if (equals >= 0 && (name.isEmpty() || pair.substring(0, equals).equals(name))) {
                    return List.of(pair.substring(equals + 1));
                }
            }
            return List.of();
        };
    }

    private static void headers(String name, Function<Seen, Draft> of) {
        MAKERS.put(name, call -> nth(call, seen -> parts(of.apply(seen), call.argument(0, ""))));
        MAKERS.put(
                name + "_cnt",
                call -> seen -> List.of((long) parts(of.apply(seen), call.argument(0, "")).size()));
        MAKERS.put(
                name + "_val",
                call ->
                        each(
                                nth(call, seen -> parts(of.apply(seen), call.argument(0, ""))),
                                SampleValues::number));
        MAKERS.put(
                name + "_ip",
                call ->
                        each(
                                nth(call, seen -> parts(of.apply(seen), call.argument(0, ""))),
                                SampleValues::address));
    }

    private static void wholeHeaders(String name, Function<Seen, Draft> of) {
        MAKERS.put(name, call -> nth(call, seen -> values(of.apply(seen), call.argument(0, ""))));
        MAKERS.put(
                name + "_cnt",
                call ->
                        seen ->
                                List.of(
                                        (long)
                                                values(of.apply(seen), call.argument(0, ""))
                                                        .size()));
    }

    private static Function<Seen, List<Object>> each(
            Function<Seen, List<Object>> values, Function<Object, Object> made) {
        return seen -> {
            var all = new ArrayList<>();
            for (Object value : values.apply(seen)) {
                Object one = made.apply(value);
                if (one != null) {
                    all.add(one);
                }
            }
            return all;
        };
    }

    // The number behind the name says which one; counted from the end if it is negative.
    private static Function<Seen, List<Object>> nth(
            Sample.Call call, Function<Seen, List<String>> values) {
        int number = Integer.parseInt(call.argument(1, "0"));
        return seen -> {
            List<String> all = values.apply(seen);
            if (number == 0) {
                return new ArrayList<>(all);
            }
            int at = number > 0 ? number - 1 : all.size() + number;
            return at >= 0 && at < all.size() ? List.of(all.get(at)) : List.of();
        };
    }

    private static List<String> values(Draft draft, String name) {
        if (draft == null) {
            return List.of();
        }
        return name.isEmpty() ? draft.names() : draft.values(name.toLowerCase(Locale.ROOT));
    }

    private static List<String> parts(Draft draft, String name) {
        var parts = new ArrayList<String>();
        for (String value : values(draft, name)) {
            QuotedList.split(value, ",").forEach(part -> parts.add(part.strip()));
        }
        return parts;
    }

    private static void cookies(String name, String field, Function<Seen, Draft> of) {
        MAKERS.put(
                name,
                call ->
                        seen ->
                                new ArrayList<>(
                                        cookies(of.apply(seen), field, call.argument(0, ""))));
        MAKERS.put(
                name + "_cnt",
                call ->
                        seen ->
                                List.of(
                                        (long)
                                                cookies(of.apply(seen), field, call.argument(0, ""))
                                                        .size()));
    }

    private static List<String> cookies(Draft draft, String field, String name) {
        var found = new ArrayList<String>();
        for (String value : draft == null ? List.<String>of() : draft.values(field)) {
            for (String pair : QuotedList.split(value, ";")) {
                int equals = pair.indexOf('=');
                if (equals > 0
                        && (name.isEmpty() || pair.substring(0, equals).strip().equals(name))) {
                    found.add(pair.substring(equals + 1).strip());
                }
            }
        }
        return found;
    }

    /** Name and password of a request; null if it has none. */
    static String credentials(Draft request) {
        List<String> values = request.values("authorization");
        if (values.isEmpty() || !values.get(0).regionMatches(true, 0, "basic ", 0, 6)) {
            return null;
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(values.get(0).substring(6).strip());
            return new String(decoded, UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** As text, compressed as RFC 5952 wants it. */
    static String text(InetAddress address) {
        return NetUtil.toAddressString(address);
    }
}
