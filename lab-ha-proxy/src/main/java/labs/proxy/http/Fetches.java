package labs.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import labs.proxy.backend.Member;
import labs.proxy.backend.Upstream;
import labs.proxy.config.Sample;
import labs.proxy.config.Timeouts;
import labs.proxy.http.Conditions.Seen;

/** What samples begin with: what each name fetches. */
final class Fetches {
    /** Fetches one value; null for none. */
    interface One {
        Object of(Seen seen);
    }

    /** Makes what fetches all values, as the arguments say. */
    interface Maker {
        Function<Seen, List<Object>> make(Sample.Call call);
    }

    private static final Map<String, Maker> MAKERS = new HashMap<>();

    static {
        connection();
        timeouts();
        MAKERS.putAll(RequestFetches.makers());
        constants();
    }

    private Fetches() {}

    static Function<Seen, List<Object>> of(Sample.Call call, Function<String, Upstream> backends) {
        String name = call.name();
        if (LoadFetches.knows(name)) {
            return LoadFetches.of(call, backends);
        }
        Maker maker = MAKERS.get(name);
        if (maker != null) {
            return maker.make(call);
        }
        if (name.startsWith("sc") || name.startsWith("src_")) {
            return TrackedFetches.of(call);
        }
        throw new IllegalArgumentException("no sample '" + name + "'");
    }

    private static void put(String name, One one) {
        MAKERS.put(name, call -> seen -> list(one.of(seen)));
    }

    static List<Object> list(Object value) {
        return value == null ? List.of() : List.of(value);
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
        put("srv_id", Fetches::serverNumber);
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

    // In the order of the file, from 1.
    private static Object serverNumber(Seen seen) {
        Upstream upstream = seen.scope().upstream;
        List<Member> all = upstream == null ? List.of() : upstream.members();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).name().equals(seen.scope().server)) {
                return i + 1L;
            }
        }
        return null;
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
        MAKERS.put("bin", call -> always(bytes(call.argument(0, ""))));
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

    private static String bytes(String hex) {
        return new String(HexFormat.of().parseHex(hex), ISO_8859_1);
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

    /** As text, compressed as RFC 5952 wants it. */
    static String text(InetAddress address) {
        return NetUtil.toAddressString(address);
    }
}
