package labs.rpc.demo;

import labs.rpc.around.GzipStage;
import labs.rpc.around.Introspection;
import labs.rpc.around.Multicall;
import labs.rpc.dispatch.Dispatcher;
import labs.rpc.once.AtMostOnce;
import labs.rpc.once.ReplyCache;
import labs.rpc.server.ServerOptions;
import labs.rpc.server.XmlRpcServer;

/** The server of the demos: everything that this chapter built, put together. */
final class DemoServer {
    private DemoServer() {}

    /** The methods that are served. */
    static Dispatcher methods() {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.register("validator1", Validator1.class, new ValidationSuite());
        Introspection.addTo(dispatcher);
        Multicall.addTo(dispatcher);
        return dispatcher;
    }

    /**
     * @throws java.io.UncheckedIOException if the port is taken
     */
    static XmlRpcServer start(ServerOptions.Builder options, Dispatcher methods) {
        ServerOptions all = options.requestStage(GzipStage.server(1 << 20)).build();
        return XmlRpcServer.start(
                all, new AtMostOnce(methods, new ReplyCache(ReplyCache.Limits.defaults())));
    }
}
