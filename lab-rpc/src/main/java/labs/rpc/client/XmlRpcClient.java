package labs.rpc.client;

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
    private final Connector connector;
    private final Attempts attempts;
    private volatile boolean closed;

    private XmlRpcClient(ClientOptions options) {
        this.options = options;
        this.connector = new Connector(options);
        ConnectionPool pool = new ConnectionPool(connector, options.maxConnections());
        this.attempts = new Attempts(options, connector, pool);
    }

    /** A client for the server at this port, at {@code /RPC2}. Connects at the first call. */
    public static XmlRpcClient to(String host, int port) {
        return open(ClientOptions.to(host, port).build());
    }

    /** A client with these options. Connects at the first call. */
    public static XmlRpcClient open(ClientOptions options) {
        return new XmlRpcClient(options);
    }

    @Override
    public CompletableFuture<Object> send(Call call) {
        if (closed) {
            throw new IllegalStateException("this client was closed");
        }
        byte[] body = MessageCodec.encode(new MethodCall(call.method(), call.params()));
        long deadline = System.nanoTime() + options.callTimeout().toNanos();
        Request request = new Request(body, call.headers(), call.idempotent(), deadline);
        return attempts.send(request).thenApply(XmlRpcClient::valueOf);
    }

    private static Object valueOf(byte[] document) {
        MethodResponse response;
        try {
            response = MessageCodec.decodeResponse(document);
        } catch (BadMessageException e) {
            throw new OutcomeUnknownException("the response makes no sense: " + e.getMessage(), e);
        }
        if (response instanceof MethodResponse.Fault fault) {
            throw new FaultException(fault.code(), fault.message());
        }
        return ((MethodResponse.Success) response).value();
    }

    /** Closes every connection; calls in progress fail. */
    @Override
    public void close() {
        closed = true;
        connector.close();
    }
}
