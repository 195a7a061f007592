package labs.proxy.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads sample expressions, and knows which there are. */
final class Samples {
    /** What a sample is; it says how it is compared where nothing else is said. */
    enum Type {
        TEXT,
        NUMBER,
        TRUTH,
        ADDRESS
    }

    private static final Map<String, Type> FETCHES = new TreeMap<>();
    private static final Map<String, Type> CONVERTERS = new TreeMap<>();
    private static final Set<String> OF_CONNECTIONS = new TreeSet<>();

    static {
        fetches(Type.ADDRESS, "src dst", OF_CONNECTIONS);
        fetches(Type.NUMBER, "src_port dst_port be_conn nbsrv queue fe_conn", OF_CONNECTIONS);
        fetches(Type.NUMBER, "int rand date nbproc src_get_gpc0 src_conn_cur", OF_CONNECTIONS);
        fetches(
                Type.NUMBER,
                "srv_conn srv_queue be_sess_rate fe_sess_rate fe_req_rate",
                OF_CONNECTIONS);
        fetches(Type.NUMBER, "req.len req_ssl_hello_type", OF_CONNECTIONS);
        fetches(Type.NUMBER, "req.ssl_hello_type", OF_CONNECTIONS);
        fetches(Type.TRUTH, "always_true always_false bool ssl_fc srv_is_up", OF_CONNECTIONS);
        fetches(
                Type.TEXT,
                "ssl_fc_sni str bin var env hostname uuid be_name fe_name srv_name",
                OF_CONNECTIONS);
        fetches(Type.TEXT, "req.ssl_sni req_ssl_sni", OF_CONNECTIONS);
        fetches(Type.ADDRESS, "ipv4 ipv6", OF_CONNECTIONS);
        Set<String> none = new TreeSet<>();
        fetches(
                Type.TEXT,
                "method path pathq url query base req.ver req.hdrs req.body unique-id",
                none);
        fetches(
                Type.TEXT,
                "hdr req.hdr req.fhdr res.hdr res.fhdr cook req.cook res.cook scook",
                none);
        fetches(Type.TEXT, "url_param urlp res.ver capture.req.hdr capture.res.hdr shdr", none);
        fetches(Type.TEXT, "capture.req.method capture.req.uri req.hdr_names fhdr", none);
        fetches(
                Type.NUMBER,
                "hdr_cnt req.hdr_cnt fhdr_cnt req.fhdr_cnt res.hdr_cnt res.fhdr_cnt shdr_cnt"
                        + " status",
                none);
        fetches(
                Type.NUMBER,
                "hdr_val req.hdr_val res.hdr_val shdr_val cook_cnt req.cook_cnt",
                none);
        fetches(
                Type.NUMBER,
                "req.body_len req.body_size res.cook_cnt scook_cnt cook_val req.cook_val srv_id",
                none);
        fetches(Type.ADDRESS, "hdr_ip req.hdr_ip res.hdr_ip shdr_ip", none);
        fetches(
                Type.TRUTH,
                "http_auth http_first_req req.proto_http req_proto_http wait_end",
                none);
        for (String prefix : List.of("sc_", "sc0_", "sc1_", "sc2_", "src_")) {
            fetches(
                    Type.NUMBER,
                    String.join(
                            " ",
                            List.of(
                                            "http_req_rate",
                                            "conn_rate",
                                            "conn_cur",
                                            "conn_cnt",
                                            "gpc0",
                                            "get_gpc0",
                                            "http_req_cnt",
                                            "http_err_rate",
                                            "http_err_cnt",
                                            "inc_gpc0",
                                            "sess_rate",
                                            "sess_cnt",
                                            "gpc0_rate",
                                            "clr_gpc0",
                                            "bytes_in_rate",
                                            "bytes_out_rate",
                                            "get_gpc1",
                                            "inc_gpc1",
                                            "gpc1_rate")
                                    .stream()
                                    .map(name -> prefix + name)
                                    .toList()),
                    OF_CONNECTIONS);
        }
        converters(
                Type.TEXT,
                "lower upper field word regsub hex base64 b64dec url_dec url_enc concat bytes");
        converters(
                Type.TEXT,
                "ltrim rtrim http_date json map map_str map_beg map_end map_sub map_dom");
        converters(Type.TEXT, "map_reg iif md5 sha1 sha2 utime ltime debug capture-req");
        converters(Type.TEXT, "host_only map_regm be2dec be2hex digest hmac ub64enc ub64dec");
        converters(Type.TRUTH, "secure_memcmp");
        fetches(Type.TEXT, "req.payload payload", OF_CONNECTIONS);
        fetches(Type.NUMBER, "be_server_timeout be_tunnel_timeout", OF_CONNECTIONS);
        fetches(Type.NUMBER, "cur_server_timeout cur_tunnel_timeout", OF_CONNECTIONS);
        converters(Type.NUMBER, "length add sub mul div mod and or xor cpl neg odd even crc32");
        converters(Type.NUMBER, "strcmp port_only map_int");
        converters(Type.TRUTH, "bool not in_table");
        converters(Type.ADDRESS, "ipmask map_ip");
    }

    private Samples() {}

    private static void fetches(Type type, String names, Set<String> also) {
        for (String name : names.split(" ")) {
            FETCHES.put(name, type);
            also.add(name);
        }
    }

    private static void converters(Type type, String names) {
        for (String name : names.split(" ")) {
            CONVERTERS.put(name, type);
        }
    }

    static boolean isFetch(String name) {
        return FETCHES.containsKey(name);
    }

    /** What comes out of it at the end. */
    static Type type(Sample sample) {
        List<Sample.Call> converters = sample.converters();
        for (int i = converters.size() - 1; i >= 0; i--) {
            String name = converters.get(i).name();
            if (!name.equals("debug")) {
                return CONVERTERS.get(name);
            }
        }
        return FETCHES.get(sample.fetch().name());
    }

    /** Whether there must be a request, and not a connection alone. */
    static boolean isOfRequests(Sample sample) {
        return !OF_CONNECTIONS.contains(sample.fetch().name());
    }

    /** All of a word. */
    static Sample read(String text) {
        var reader = new CallReader(text);
        Sample sample = read(reader);
        if (reader.hasNext()) {
            throw new LineException("'" + reader.rest() + "' behind a sample in '" + text + "'");
        }
        return sample;
    }

    /** As much as belongs to it. */
    static Sample read(CallReader reader) {
        Sample.Call fetch = known(reader.next(), FETCHES, "sample");
        var converters = new ArrayList<Sample.Call>();
        while (reader.take(',')) {
            converters.add(known(reader.next(), CONVERTERS, "converter"));
        }
        return new Sample(fetch, converters);
    }

    private static Sample.Call known(Sample.Call call, Map<String, Type> known, String what) {
        if (!known.containsKey(call.name())) {
            throw Words.unsupported(what, call.name(), known.keySet());
        }
        SampleNumbers.check(call);
        return call;
    }
}
