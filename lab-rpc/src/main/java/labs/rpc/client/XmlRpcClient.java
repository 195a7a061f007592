package labs.rpc.client;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.concurrent.CompletableFuture;
import labs.rpc.message.BadMessageException;
import labs.rpc.message.FaultException;
import labs.rpc.message.MessageCodec;
import labs.rpc.message.MethodCall;
import labs.rpc.message.MethodResponse;

/**
 * Calls the methods of one server. Thread-safe; one client serves a whole program, since its few
 * threads and pooled connections carry many calls at once.
 */
public final class XmlRpcClient implements Caller, AutoCloseable {
    private final ClientOptions options;
    private final Route route;
    private final Redirects redirects = new Redirects();
    private final Cookies cookies;
    private volatile boolean closed;

    private XmlRpcClient(ClientOptions options) {
        this.options = options;
        this.route = Route.to(options);
        this.cookies = options.cookies() == null ? null : new Cookies(options);
    }

    /** A client for the server at this port, at {@code /RPC2}. Connects at the first call. */
    public static XmlRpcClient to(String host, int port) {
        return open(ClientOptions.to(host, port).build());
    }

    /** A client for the server at this address; see {@link ClientOptions#to(String)}. */
    public static XmlRpcClient to(String url) {
        return open(ClientOptions.to(url).build());
    }

    /** A client with these options. Connects at the first call. */
    public static XmlRpcClient open(ClientOptions options) {
        return new XmlRpcClient(options);
    }

    @Override
    public CompletableFuture<Object> send(Call call) {
        return response(call).thenApply(this::valueOf);
    }

    /** As {@link #send}, for the value together with the headers of the HTTP response. */
    public CompletableFuture<Answer> exchange(Call call) {
        return response(call)
                .thenApply(response -> new Answer(valueOf(response), response.headerMap()));
    }

    private CompletableFuture<Response> response(Call call) {
        if (closed) {
            throw new IllegalStateException("this client was closed");
        }
        HttpWords.requireHeaders(call.headers());
        byte[] body = MessageCodec.encode(new MethodCall(call.method(), call.params()));
        long deadline = System.nanoTime() + options.callTimeout().toNanos();
        Request request = new Request(body, call.headers(), call.idempotent(), deadline);
        if (cookies != null) {
            return redirects
                    .send(route, cookies.addTo(request), options.redirects())
                    .thenApply(cookies::keep);
        }
        return redirects.send(route, request, options.redirects());
    }

    private Object valueOf(Response response) {
        MethodResponse message = read(response);
        if (message instanceof MethodResponse.Fault fault) {
            throw new FaultException(fault.code(), fault.message());
        }
        return ((MethodResponse.Success) message).value();
    }

    private MethodResponse read(Response response) {
        if (response.location() != null) {
            throw new NotRunException(
                    "the server answered %s and sends us to %s; redirections are followed only as far as ClientOptions.redirects allows"
                            .formatted(response.status(), Excerpt.of(response.location())),
                    false,
                    null);
        }
        try {
            return MessageCodec.decodeResponse(response.body(), options.dates());
        } catch (BadMessageException e) {
            throw new OutcomeUnknownException(
                    "the response makes no sense: " + reason(response, e), e);
        }
    }

    private static String reason(Response response, BadMessageException e) {
        String encoding = response.headers().get(HttpHeaderNames.CONTENT_ENCODING, "identity");
        String why =
                response.body().length == 0
                        ? "it has no body"
                        : encoding.equalsIgnoreCase("identity")
                                ? e.getMessage()
                                : "it is encoded as " + encoding + ", for which there is no stage";
        return why + " (" + response.description() + ")";
    }

    /** Closes every connection; calls in progress fail. */
    @Override
    public void close() {
        closed = true;
        redirects.close();
        route.close();
    }
}
