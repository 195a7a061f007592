package labs.proxy.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import labs.proxy.config.Sample;
import labs.proxy.http.Conditions.Seen;
import labs.proxy.http.Fetches.Maker;
import labs.proxy.http.Fetches.One;

/** What samples fetch of requests and answers. */
final class RequestFetches {
    private static final Map<String, Maker> MAKERS = new HashMap<>();

    static {
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
    }

    private RequestFetches() {}

    /** By the samples' names. */
    static Map<String, Maker> makers() {
        return MAKERS;
    }

    private static void put(String name, One one) {
        MAKERS.put(name, call -> seen -> Fetches.list(one.of(seen)));
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
        put("req.hdrs", seen -> ofRequest(seen, RequestFetches::lines));
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
                    return seen -> Fetches.list(seen.scope().captured(slot));
                });
        for (String name : List.of("cook_val", "req.cook_val")) {
            MAKERS.put(
                    name,
                    call ->
                            each(
                                    seen ->
                                            new ArrayList<>(
                                                    cookies(
                                                            seen.request(),
                                                            "cookie",
                                                            call.argument(0, ""))),
                                    SampleValues::number));
        }
        MAKERS.put(
                "capture.res.hdr",
                call -> {
                    int slot = Integer.parseInt(call.argument(0, "0"));
                    return seen -> Fetches.list(seen.scope().answerCaptured(slot));
                });
        put("req.body_size", RequestFetches::bodySize);
        MAKERS.put("req.hdr_names", RequestFetches::names);
        MAKERS.put("url_param", RequestFetches::parameter);
        MAKERS.put("urlp", RequestFetches::parameter);
        MAKERS.put("http_auth", call -> seen -> List.of(Users.mayPass(seen, call.argument(0, ""))));
    }

    // As long as the client says, or as much as came.
    private static Object bodySize(Seen seen) {
        List<String> said = values(seen.request(), "content-length");
        Long length = said.isEmpty() ? null : SampleValues.number(said.get(0));
        return length == null ? (long) seen.scope().body.length() : length;
    }

    private static Function<Seen, List<Object>> names(Sample.Call call) {
        String delimiter = call.argument(0, ",");
        return seen ->
                Fetches.list(
                        ofRequest(
                                seen,
                                draft ->
                                        String.join(delimiter, draft.names())
                                                .toLowerCase(Locale.ROOT)));
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
}
