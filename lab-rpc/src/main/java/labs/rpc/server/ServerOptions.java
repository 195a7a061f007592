package labs.rpc.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import labs.rpc.value.DateReader;

/**
 * How a server listens and what its limits are. Start with {@link #defaults} and change what
 * matters.
 *
 * @param host the address to listen on
 * @param port the port, or 0 for any free one
 * @param path where calls are posted to
 * @param workers threads that run handlers
 * @param queue calls that may wait for a worker; one more is answered with 503
 * @param virtualThreads a virtual thread for each call instead of the workers, on a JDK that has
 *     them; then {@code workers + queue} bounds the calls in progress
 * @param onEventLoops no workers: the event loop that read a call runs its handler. That saves the
 *     way to another thread and back, which costs as much as a small call. Only for handlers that
 *     never wait, for a lock, a disk or another server: one that does holds up every connection of
 *     its loop, and {@link XmlRpcServer#close}, and is not interrupted
 * @param maxBody bytes of a request's body (after decompression); more is answered with 413
 * @param maxHeader bytes of a request's headers; more is answered with 431
 * @param readTimeout within which a request must be complete from its first byte on
 * @param idleTimeout after which a connection without a request is closed
 * @param stopTimeout how long {@link XmlRpcServer#close} waits for the calls in progress
 * @param dates how the dates of calls are read
 * @param bytesStages stages between the socket and HTTP, such as TLS
 * @param httpStages stages that see HTTP messages in parts, such as compression
 * @param requestStages stages that see whole requests ({@code FullHttpRequest}), such as
 *     authentication
 */
public record ServerOptions(
        String host,
        int port,
        String path,
        int workers,
        int queue,
        boolean virtualThreads,
        boolean onEventLoops,
        int maxBody,
        int maxHeader,
        Duration readTimeout,
        Duration idleTimeout,
        Duration stopTimeout,
        DateReader dates,
        List<PipelineStage> bytesStages,
        List<PipelineStage> httpStages,
        List<PipelineStage> requestStages) {

    /** Loopback, any free port, {@code /RPC2}, bounds that suit a lecture room. */
    public static ServerOptions defaults() {
        return new Builder().build();
    }

    /** A builder that starts with these options. */
    public Builder with() {
        return new Builder(this);
    }

    /** Collects options; each method returns this builder. */
    public static final class Builder {
        private String host = "127.0.0.1";
        private int port = 0;
        private String path = "/RPC2";
        private int workers = 16;
        private int queue = 1024;
        private boolean virtualThreads = false;
        private boolean onEventLoops = false;
        private int maxBody = 1 << 20;
        private int maxHeader = 8 << 10;
        private Duration readTimeout = Duration.ofSeconds(10);
        private Duration idleTimeout = Duration.ofSeconds(60);
        private Duration stopTimeout = Duration.ofSeconds(10);
        private DateReader dates = DateReader.LENIENT;
        private final List<PipelineStage> bytesStages = new ArrayList<>();
        private final List<PipelineStage> httpStages = new ArrayList<>();
        private final List<PipelineStage> requestStages = new ArrayList<>();

        private Builder() {}

        private Builder(ServerOptions from) {
            host = from.host;
            port = from.port;
            path = from.path;
            workers = from.workers;
            queue = from.queue;
            virtualThreads = from.virtualThreads;
            onEventLoops = from.onEventLoops;
            maxBody = from.maxBody;
            maxHeader = from.maxHeader;
            readTimeout = from.readTimeout;
            idleTimeout = from.idleTimeout;
            stopTimeout = from.stopTimeout;
            dates = from.dates;
            bytesStages.addAll(from.bytesStages);
            httpStages.addAll(from.httpStages);
            requestStages.addAll(from.requestStages);
        }

        public Builder host(String value) {
            host = value;
            return this;
        }

        public Builder port(int value) {
            port = value;
            return this;
        }

        public Builder path(String value) {
            path = value;
            return this;
        }

        public Builder workers(int value) {
            workers = value;
            return this;
        }

        public Builder queue(int value) {
            queue = value;
            return this;
        }

        public Builder virtualThreads(boolean value) {
            virtualThreads = value;
            return this;
        }

        public Builder onEventLoops(boolean value) {
            onEventLoops = value;
            return this;
        }

        public Builder maxBody(int value) {
            maxBody = value;
            return this;
        }

        public Builder maxHeader(int value) {
            maxHeader = value;
            return this;
        }

        public Builder readTimeout(Duration value) {
            readTimeout = value;
            return this;
        }

        public Builder idleTimeout(Duration value) {
            idleTimeout = value;
            return this;
        }

        public Builder stopTimeout(Duration value) {
            stopTimeout = value;
            return this;
        }

        public Builder dates(DateReader value) {
            dates = value;
            return this;
        }

        public Builder bytesStage(PipelineStage stage) {
            bytesStages.add(stage);
            return this;
        }

        public Builder httpStage(PipelineStage stage) {
            httpStages.add(stage);
            return this;
        }

        public Builder requestStage(PipelineStage stage) {
            requestStages.add(stage);
            return this;
        }

        public ServerOptions build() {
            return new ServerOptions(
                    host,
                    port,
                    path,
                    workers,
                    queue,
                    virtualThreads,
                    onEventLoops,
                    maxBody,
                    maxHeader,
                    readTimeout,
                    idleTimeout,
                    stopTimeout,
                    dates,
                    List.copyOf(bytesStages),
                    List.copyOf(httpStages),
                    List.copyOf(requestStages));
        }
    }
}
