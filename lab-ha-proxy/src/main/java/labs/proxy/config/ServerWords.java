package labs.proxy.config;

import java.time.Duration;
import java.util.HashMap;
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

    private final Map<String, Consumer<Words>> options = new HashMap<>();

    private int weight = 1;
    private boolean backup;
    private int maxconn;
    private Duration slowstart = Duration.ZERO;
    private String cookie;
    private SendProxy sendProxy = SendProxy.NONE;
    private boolean tls;
    private boolean verifyNone;
    private boolean check;
    private Duration interval = Duration.ofSeconds(2);
    private int rise = 2;
    private int fall = 3;
    private Layer layer = Layer.NONE;
    private int errorLimit = 10;
    private OnError onError = OnError.FAIL_CHECK;

    private ServerWords() {
        options.put("weight", words -> weight = words.nextInt("weight", 0, MAX_WEIGHT));
        options.put("backup", words -> backup = true);
        options.put("maxconn", words -> maxconn = words.nextInt("maxconn", 0, 1_000_000));
        options.put("slowstart", words -> slowstart = words.nextTime("slowstart"));
        options.put("cookie", words -> cookie = words.next("the cookie's value"));
        options.put("send-proxy", words -> sendProxy = SendProxy.V1);
        options.put("send-proxy-v2", words -> sendProxy = SendProxy.V2);
        options.put("ssl", words -> tls = true);
        options.put("verify", this::verify);
        options.put("check", words -> check = true);
        options.put("inter", words -> interval = positive(words.nextTime("inter"), "inter"));
        options.put("rise", words -> rise = words.nextInt("rise", 1, 1000));
        options.put("fall", words -> fall = words.nextInt("fall", 1, 1000));
        options.put("observe", words -> layer = words.nextOf(LAYERS, "observe"));
        options.put("error-limit", words -> errorLimit = words.nextInt("error-limit", 1, 1000));
        options.put("on-error", words -> onError = words.nextOf(ON_ERROR, "on-error"));
    }

    /** {@code NAME HOST:PORT [option …]}. */
    static Server read(Words words) {
        return new ServerWords().server(words);
    }

    private Server server(Words words) {
        String name = words.next("the server's name");
        Address address = Address.parse(words.next("the server's HOST:PORT"));
        while (words.hasNext()) {
            words.nextOf(new TreeMap<>(options), "server option").accept(words);
        }
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
                new Server.Observe(layer, errorLimit, onError));
    }

    private void verify(Words words) {
        if (!words.take("none")) {
            throw new LineException("verify '" + words.peek() + "' is not supported: none is");
        }
        verifyNone = true;
    }

    private void agree() {
        if (tls && !verifyNone) {
            throw new LineException("ssl without 'verify none': looking at it is not supported");
        }
        if (layer != Layer.NONE && !check) {
            throw new LineException("observe without check: nothing would bring the server back");
        }
    }

    private static Duration positive(Duration time, String what) {
        if (time.isZero()) {
            throw new LineException(what + " must be longer than nothing");
        }
        return time;
    }
}
