package labs.rpc.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.ChannelPipeline;
import java.net.CookieHandler;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import labs.rpc.value.DateReader;

/**
 * Where a client calls, and its limits. Start with {@link #to}.
 *
 * @param host name or address of the server
 * @param port its port
 * @param secure whether to speak TLS, trusting whom the system trusts, if no stage in {@code
 *     bytesStages} does
 * @param path where calls are posted to
 * @param ioThreads threads that serve all connections
 * @param maxConnections connections open at once; further calls wait for one
 * @param connectTimeout for a new connection
 * @param callTimeout for a whole call, from the wait for a connection to the last attempt's answer
 * @param maxIdle a pooled connection older than this is not used again; keep it below the server's
 *     own limit, or calls meet connections that the server is just closing. With zero each call has
 *     a connection of its own and says {@code Connection: close}; so does a call with that header
 * @param attempts how often a call is sent at most, where it may be sent again at all
 * @param backoff wait before the second attempt; doubled for each further one
 * @param maxResponse bytes of a response's body as it comes over the wire
 * @param redirects redirections (301, 302, 307, 308) that a call follows at most, never from https
 *     to http and without credentials to another host; 0, the default, follows none
 * @param cookies keeps the cookies of the server, such as a {@link java.net.CookieManager}; or null
 * @param dates how the dates of responses are read
 * @param headers HTTP headers of each request
 * @param bytesStages adds handlers between the socket and HTTP, such as TLS
 * @param httpStages adds handlers that see whole HTTP messages, such as compression
 */
public record ClientOptions(
        String host,
        int port,
        boolean secure,
        String path,
        int ioThreads,
        int maxConnections,
        Duration connectTimeout,
        Duration callTimeout,
        Duration maxIdle,
        int attempts,
        Duration backoff,
        int maxResponse,
        int redirects,
        CookieHandler cookies,
        DateReader dates,
        Map<String, String> headers,
        List<Consumer<ChannelPipeline>> bytesStages,
        List<Consumer<ChannelPipeline>> httpStages) {

    /**
     * @throws IllegalArgumentException if a request with this path or these headers would be no
     *     HTTP
     */
    public ClientOptions {
        HttpWords.requirePath(path);
        HttpWords.requireHeaders(headers);
    }

    /**
     * A builder for calls to an address such as {@code https://ann:secret@example.com/xmlrpc}; the
     * path is {@code /RPC2} if there is none. Name and password are sent as Basic authentication.
     *
     * @throws IllegalArgumentException if this is no http or https address
     */
    public static Builder to(String url) {
        return new Builder("", 0).at(URI.create(url));
    }

    /** A builder for calls to this server, at {@code /RPC2}. */
    public static Builder to(String host, int port) {
        return new Builder(host, port);
    }

    /** The address, for cookies and redirections. */
    URI url() {
        String scheme = secure ? "https://" : "http://";
        return URI.create(scheme + HttpWords.authority(host, port) + path);
    }

    /** These options for another address, to which a redirection leads. */
    ClientOptions redirectedTo(URI url) {
        Builder there = new Builder("", 0).at(url);
        boolean same = there.host.equals(host) && there.port == port && there.secure == secure;
        there.headers.clear(); // what a redirection says is no credential of ours
        headers.forEach(
                (name, value) -> {
                    if (same || !name.equalsIgnoreCase("Authorization")) {
                        there.headers.put(name, value);
                    }
                });
        return new ClientOptions(
                there.host,
                there.port,
                there.secure,
                there.path,
                1,
                maxConnections,
                connectTimeout,
                callTimeout,
                maxIdle,
                attempts,
                backoff,
                maxResponse,
                redirects,
                cookies,
                dates,
                Map.copyOf(there.headers),
                same ? bytesStages : List.of(),
                httpStages);
    }

    /** Collects options; each method returns this builder. */
    public static final class Builder {
        private String host;
        private int port;
        private boolean secure;
        private String path = "/RPC2";
        // One carries tens of thousands of calls a second; a second only gets in the way of two
        // cores.
        private int ioThreads = Math.max(1, Runtime.getRuntime().availableProcessors() / 4);
        private int maxConnections = 64;
        private Duration connectTimeout = Duration.ofSeconds(5);
        private Duration callTimeout = Duration.ofSeconds(30);
        private Duration maxIdle = Duration.ofSeconds(30);
        private int attempts = 3;
        private Duration backoff = Duration.ofMillis(20);
        private int maxResponse = 16 << 20;
        private int redirects = 0;
        private CookieHandler cookies = null;
        private DateReader dates = DateReader.LENIENT;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private final List<Consumer<ChannelPipeline>> bytesStages = new ArrayList<>();
        private final List<Consumer<ChannelPipeline>> httpStages = new ArrayList<>();

        private Builder(String host, int port) {
            this.host = host;
            this.port = port;
        }

        private Builder at(URI url) {
            secure = "https".equalsIgnoreCase(url.getScheme());
            if (url.getHost() == null || !secure && !"http".equalsIgnoreCase(url.getScheme())) {
                throw new IllegalArgumentException(
                        "an address is http://host:port/path or https://…, not "
                                + Excerpt.of(url.toString()));
            }
            host = url.getHost().replaceAll("[\\[\\]]", ""); // an IPv6 address
            port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
            path = url.getRawPath().isEmpty() ? path : url.getRawPath();
            path += url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
            if (url.getRawUserInfo() != null) {
                String both = URLDecoder.decode(url.getRawUserInfo().replace("+", "%2B"), UTF_8);
                String base64 = Base64.getEncoder().encodeToString(both.getBytes(UTF_8));
                headers.put("Authorization", "Basic " + base64);
            }
            return this;
        }

        /** TLS, trusting whom the system trusts, if no stage speaks it already. */
        public Builder secure(boolean value) {
            secure = value;
            return this;
        }

        public Builder redirects(int value) {
            redirects = value;
            return this;
        }

        public Builder cookies(CookieHandler value) {
            cookies = value;
            return this;
        }

        public Builder dates(DateReader value) {
            dates = value;
            return this;
        }

        public Builder path(String value) {
            path = value;
            return this;
        }

        public Builder ioThreads(int value) {
            ioThreads = value;
            return this;
        }

        public Builder maxConnections(int value) {
            maxConnections = value;
            return this;
        }

        public Builder connectTimeout(Duration value) {
            connectTimeout = value;
            return this;
        }

        public Builder callTimeout(Duration value) {
            callTimeout = value;
            return this;
        }

        public Builder maxIdle(Duration value) {
            maxIdle = value;
            return this;
        }

        public Builder attempts(int value) {
            attempts = value;
            return this;
        }

        public Builder backoff(Duration value) {
            backoff = value;
            return this;
        }

        public Builder maxResponse(int value) {
            maxResponse = value;
            return this;
        }

        public Builder header(String name, String value) {
            headers.put(name, value);
            return this;
        }

        public Builder bytesStage(Consumer<ChannelPipeline> stage) {
            bytesStages.add(stage);
            return this;
        }

        public Builder httpStage(Consumer<ChannelPipeline> stage) {
            httpStages.add(stage);
            return this;
        }

        public ClientOptions build() {
            return new ClientOptions(
                    host,
                    port,
                    secure,
                    path,
                    ioThreads,
                    maxConnections,
                    connectTimeout,
                    callTimeout,
                    maxIdle,
                    attempts,
                    backoff,
                    maxResponse,
                    redirects,
                    cookies,
                    dates,
                    Map.copyOf(headers),
                    List.copyOf(bytesStages),
                    List.copyOf(httpStages));
        }
    }
}
