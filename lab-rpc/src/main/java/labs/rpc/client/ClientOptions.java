package labs.rpc.client;

import io.netty.channel.ChannelPipeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Where a client calls, and its limits. Start with {@link #to}.
 *
 * @param host name or address of the server
 * @param port its port
 * @param path where calls are posted to
 * @param ioThreads threads that serve all connections
 * @param maxConnections connections open at once; further calls wait for one
 * @param connectTimeout for a new connection
 * @param callTimeout for a whole call, from the wait for a connection to the last attempt's answer
 * @param maxIdle a pooled connection older than this is not used again; keep it below the server's
 *     own limit, or calls meet connections that the server is just closing
 * @param attempts how often a call is sent at most, where it may be sent again at all
 * @param backoff wait before the second attempt; doubled for each further one
 * @param maxResponse bytes of a response's body as it comes over the wire
 * @param headers HTTP headers of each request
 * @param bytesStages adds handlers between the socket and HTTP, such as TLS
 * @param httpStages adds handlers that see whole HTTP messages, such as compression
 */
public record ClientOptions(
        String host,
        int port,
        String path,
        int ioThreads,
        int maxConnections,
        Duration connectTimeout,
        Duration callTimeout,
        Duration maxIdle,
        int attempts,
        Duration backoff,
        int maxResponse,
        Map<String, String> headers,
        List<Consumer<ChannelPipeline>> bytesStages,
        List<Consumer<ChannelPipeline>> httpStages) {

    /** A builder for calls to this server, at {@code /RPC2}. */
    public static Builder to(String host, int port) {
        return new Builder(host, port);
    }

    /** Collects options; each method returns this builder. */
    public static final class Builder {
        private final String host;
        private final int port;
        private String path = "/RPC2";
        private int ioThreads = 2;
        private int maxConnections = 64;
        private Duration connectTimeout = Duration.ofSeconds(5);
        private Duration callTimeout = Duration.ofSeconds(30);
        private Duration maxIdle = Duration.ofSeconds(30);
        private int attempts = 3;
        private Duration backoff = Duration.ofMillis(20);
        private int maxResponse = 16 << 20;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private final List<Consumer<ChannelPipeline>> bytesStages = new ArrayList<>();
        private final List<Consumer<ChannelPipeline>> httpStages = new ArrayList<>();

        private Builder(String host, int port) {
            this.host = host;
            this.port = port;
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
                    path,
                    ioThreads,
                    maxConnections,
                    connectTimeout,
                    callTimeout,
                    maxIdle,
                    attempts,
                    backoff,
                    maxResponse,
                    Map.copyOf(headers),
                    List.copyOf(bytesStages),
                    List.copyOf(httpStages));
        }
    }
}
