package labs.rpc.server;

import io.netty.util.AttributeKey;
import labs.rpc.dispatch.CallHandler;

/** A server of XML-RPC over HTTP/1.1. Thread-safe. */
public final class XmlRpcServer implements AutoCloseable {
    /** A request stage that knows who the peer is leaves the name here, at the channel, for {@code CallContext}. */
    public static final AttributeKey<String> PRINCIPAL = AttributeKey.valueOf(XmlRpcServer.class, "principal");

    private XmlRpcServer() {}

    /** Listens at once; the handler's calls run on workers. @throws java.io.UncheckedIOException if the port is taken */
    public static XmlRpcServer start(ServerOptions options, CallHandler handler) {
        throw new UnsupportedOperationException();
    }

    /** The port that the server listens on. */
    public int port() {
        throw new UnsupportedOperationException();
    }

    /** Stops listening, finishes the calls that were accepted, then closes every connection. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
