package labs.proxy.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import labs.proxy.balance.Keys;
import labs.proxy.config.Backend;

/** What a backend's {@code balance} hashes of a request. */
final class BalanceKeys {
    private BalanceKeys() {}

    /** Of one in which nothing is to be hashed: any, so that such requests are spread. */
    private static long any() {
        return System.nanoTime();
    }

    static long of(Backend config, Draft request, InetAddress source) {
        return switch (config.balance().algorithm()) {
            case URI ->
                    config.balance().consistent()
                            ? Keys.uri(request.target())
                            : Keys.plain(request.target().split("\\?", 2)[0]);
            case SOURCE -> config.balance().consistent() ? Keys.source(source) : Keys.plain(source);
            case HEADER -> header(request, config.hashArgument().toLowerCase(Locale.ROOT));
            case ARGUMENT -> argument(Target.query(request.target()), config.hashArgument());
            default -> 0;
        };
    }

    private static long header(Draft request, String name) {
        List<String> values = request.values(name);
        return values.isEmpty() ? any() : Keys.text(values.get(0));
    }

    private static long argument(String query, String name) {
        String all = "&" + query;
        int from = all.indexOf("&" + name + "=");
        return from < 0 ? any() : Keys.text(all.substring(from + 1).split("&")[0]);
    }
}
