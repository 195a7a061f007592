package labs.proxy.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import labs.proxy.config.Server.Layer;
import labs.proxy.config.Server.OnError;
import labs.proxy.config.Server.SendProxy;

/** Reads what follows {@code server}. */
final class ServerWords {
    private static final int MAX_WEIGHT = 256;
    private static final Map<String, Layer> LAYERS =
            new TreeMap<>(Map.of("layer4", Layer.LAYER4, "layer7", Layer.LAYER7));
    private static final Map<String, OnError> ON_ERROR =
            new TreeMap<>(Map.of("fail-check", OnError.FAIL_CHECK, "mark-down", OnError.MARK_DOWN));

    /** What changes nothing that a client or a server sees: so many words follow. */
    private static final Map<String, Integer> IGNORED =
            Map.ofEntries(
                    Map.entry("id", 1),
                    Map.entry("minconn", 1),
                    Map.entry("maxqueue", 1),
                    Map.entry("non-stick", 0),
                    Map.entry("pool-low-conn", 1),
                    Map.entry("pool-max-conn", 1),
                    Map.entry("pool-purge-delay", 1),
                    Map.entry("max-reuse", 1),
                    Map.entry("resolvers", 1),
                    Map.entry("resolve-prefer", 1),
                    Map.entry("resolve-net", 1),
                    Map.entry("resolve-opts", 1),
                    Map.entry("no-ssl-reuse", 0),
                    Map.entry("ciphers", 1),
                    Map.entry("ciphersuites", 1),
                    Map.entry("ssl-min-ver", 1),
                    Map.entry("ssl-max-ver", 1),
                    Map.entry("no-sslv3", 0),
                    Map.entry("no-tlsv10", 0),
                    Map.entry("no-tlsv11", 0),
                    Map.entry("force-tlsv12", 0),
                    Map.entry("tfo", 0),
                    Map.entry("on-marked-down", 1),
                    Map.entry("on-marked-up", 1),
                    Map.entry("enabled", 0),
                    Map.entry("log-proto", 1),
                    Map.entry("check-alpn", 1),
                    Map.entry("check-sni", 1));

    private final Map<String, Consumer<Words>> options = new HashMap<>();
    private final Section section;

    private int weight = 1;
    private boolean backup;
    private boolean disabled;
    private int maxconn;
    private Duration slowstart = Duration.ZERO;
    private String cookie;
    private String redirect;
    private SendProxy sendProxy = SendProxy.NONE;
    private boolean tls;
    private boolean verifyNone;
    private Sample sni;
    private boolean check;
    private boolean checkTls;
    private boolean checkProxy;
    private int checkPort;
    private String checkHost = "";
    private Duration interval = Duration.ofSeconds(2);
    private Duration fast;
    private Duration downInterval;
    private int rise = 2;
    private int fall = 3;
    private Layer layer = Layer.NONE;
    private int errorLimit = 10;
    private OnError onError = OnError.FAIL_CHECK;
    private boolean mayBeUnknown;

    private ServerWords(Section section) {
        this.section = section;
        flags();
        values();
    }

    private void flags() {
        options.put("backup", words -> backup = true);
        options.put("no-backup", words -> backup = false);
        options.put("disabled", words -> disabled = true);
        options.put("send-proxy", words -> sendProxy = SendProxy.V1);
        options.put("send-proxy-v2", words -> sendProxy = SendProxy.V2);
        options.put("no-send-proxy", words -> sendProxy = SendProxy.NONE);
        options.put("no-send-proxy-v2", words -> sendProxy = SendProxy.NONE);
        options.put("ssl", words -> tls = true);
        options.put("no-ssl", words -> tls = false);
        options.put("check", words -> check = true);
        options.put("no-check", words -> check = false);
        options.put("check-ssl", words -> checkTls = true);
        options.put("no-check-ssl", words -> checkTls = false);
        options.put("check-send-proxy", words -> checkProxy = true);
        options.put("no-verifyhost", words -> {});
    }

    private void values() {
        options.put("weight", words -> weight = words.nextInt("weight", 0, MAX_WEIGHT));
        options.put("maxconn", words -> maxconn = words.nextInt("maxconn", 0, 1_000_000));
        options.put("slowstart", words -> slowstart = seconds(words, "slowstart"));
        options.put("cookie", words -> cookie = words.next("the cookie's value"));
        options.put("redir", words -> redirect = words.next("where to send clients"));
        options.put("verify", this::verify);
        options.put("sni", words -> sni = Samples.read(words.next("the name to ask for")));
        options.put("inter", words -> interval = positive(words.nextTime("inter"), "inter"));
        options.put(
                "fastinter", words -> fast = positive(words.nextTime("fastinter"), "fastinter"));
        options.put(
                "downinter",
                words -> downInterval = positive(words.nextTime("downinter"), "downinter"));
        options.put("rise", words -> rise = words.nextInt("rise", 1, 1000));
        options.put("fall", words -> fall = words.nextInt("fall", 1, 1000));
        options.put("port", words -> checkPort = words.nextInt("port", 1, 65535));
        options.put("addr", words -> checkHost = words.next("the address to check"));
        options.put("observe", words -> layer = words.nextOf(LAYERS, "observe"));
        options.put("error-limit", words -> errorLimit = words.nextInt("error-limit", 1, 1000));
        options.put("on-error", words -> onError = words.nextOf(ON_ERROR, "on-error"));
        options.put("init-addr", words -> mayBeUnknown = words.next("how").contains("none"));
        options.put("proto", this::protocol);
        options.put("alpn", this::alpn);
    }

    /** {@code NAME HOST:PORT [option …]}, behind what {@code default-server} says. */
    static Server read(Words words, Section section) {
        String name = words.next("the server's name");
        return new ServerWords(section).server(name, words.next("the server's HOST:PORT"), words);
    }

    /** {@code PREFIX NUMBER|RANGE HOST:PORT [option …]}: one for each number. */
    static List<Server> template(Words words, Section section) {
        String prefix = words.next("the beginning of the names");
        String range = words.next("a number or FROM-TO");
        String address = words.next("the servers' HOST:PORT");
        if (!range.matches("\\d{1,4}(-\\d{1,4})?")) {
            throw new LineException("'" + range + "' is neither a number nor FROM-TO");
        }
        String[] ends = range.split("-");
        int from = ends.length == 1 ? 1 : Integer.parseInt(ends[0]);
        int to = Integer.parseInt(ends[ends.length - 1]);
        List<String> options = words.rest();
        var servers = new ArrayList<Server>();
        for (int i = from; i <= to; i++) {
            Words again = new Words(options);
            servers.add(new ServerWords(section).server(prefix + i, address, again));
        }
        return servers;
    }

    /** Looks whether these options can be used, before any server has them. */
    static void checkDefaults(List<String> options, Section section) {
        new ServerWords(section).options(new Words(options));
    }

    private void options(Words words) {
        while (words.hasNext()) {
            Integer ignored = IGNORED.get(words.peek());
            if (ignored == null) {
                var supported = new TreeMap<>(options);
                IGNORED.keySet().forEach(name -> supported.put(name, any -> {}));
                words.nextOf(supported, "server option").accept(words);
            } else {
                section.warnings.add("server option " + words.next("an option"));
                for (int i = 0; i < ignored; i++) {
                    words.next("a value");
                }
            }
        }
    }

    private Server server(String name, String at, Words words) {
        Address address = Address.ofServer(at);
        if (!section.defaultServer.isEmpty()) {
            options(new Words(section.defaultServer));
        }
        options(words);
        agree();
        return new Server(
                name,
                address,
                weight,
                backup,
                maxconn,
                slowstart,
                Optional.ofNullable(cookie),
                sendProxy,
                tls,
                new Server.Check(check, interval, rise, fall),
                checked(address),
                new Server.Observe(layer, errorLimit, onError),
                disabled,
                Optional.ofNullable(redirect),
                Optional.ofNullable(sni),
                mayBeUnknown);
    }

    private Server.Checked checked(Address address) {
        return new Server.Checked(
                checkHost.isEmpty() ? address.host() : checkHost,
                checkPort == 0 ? address.port() : checkPort,
                checkTls || (tls && checkPort == 0 && checkHost.isEmpty()),
                checkProxy || (sendProxy != SendProxy.NONE && checkPort == 0),
                Optional.ofNullable(fast),
                Optional.ofNullable(downInterval));
    }

    private void verify(Words words) {
        if (!words.take("none")) {
            throw new LineException("verify '" + words.peek() + "' is not supported: none is");
        }
        verifyNone = true;
    }

    private void protocol(Words words) {
        if (!words.take("h1")) {
            throw new LineException("proto '" + words.peek() + "' is not supported: h1 is");
        }
    }

    private void alpn(Words words) {
        String names = words.next("names of protocols");
        if (!names.equals("http/1.1")) {
            section.warnings.add("h2 in server option alpn");
        }
    }

    private void agree() {
        if ((tls || checkTls) && !verifyNone) {
            throw new LineException("ssl without 'verify none': looking at it is not supported");
        }
        if (layer != Layer.NONE && !check) {
            throw new LineException("observe without check: nothing would bring the server back");
        }
    }

    private static Duration seconds(Words words, String what) {
        return words.nextTime(what);
    }

    private static Duration positive(Duration time, String what) {
        if (time.isZero()) {
            throw new LineException(what + " must be longer than nothing");
        }
        return time;
    }
}
