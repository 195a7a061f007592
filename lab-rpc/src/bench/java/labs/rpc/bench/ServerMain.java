package labs.rpc.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import labs.rpc.dispatch.Dispatcher;
import labs.rpc.message.MessageCodec;
import labs.rpc.message.MethodResponse;
import labs.rpc.server.ServerOptions;
import labs.rpc.server.XmlRpcServer;
import labs.rpc.transport.Transport;
import org.apache.xmlrpc.XmlRpcException;
import org.apache.xmlrpc.server.PropertyHandlerMapping;
import org.apache.xmlrpc.server.XmlRpcServerConfigImpl;
import org.apache.xmlrpc.webserver.WebServer;

/**
 * One of the servers, in a JVM of its own; prints its port, and ends when its standard input does.
 */
final class ServerMain {
    private ServerMain() {}

    public static void main(String[] args) throws Exception {
        System.out.println("port " + start(args[0]));
        while (System.in.read() >= 0) {
            // The bench keeps our input open as long as it lives.
        }
        System.exit(0);
    }

    private static int start(String kind) throws IOException, XmlRpcException {
        switch (kind) {
            case "ours":
                return ours(ServerOptions.defaults());
            case "ours-on-event-loops":
                return ours(ServerOptions.defaults().with().onEventLoops(true).build());
            case "apache":
                return apache(false);
            case "apache-keep-alive":
                return apache(true);
            case "echo":
                return echo();
            default:
                throw new IllegalArgumentException("no server called " + kind);
        }
    }

    private static int ours(ServerOptions options) {
        Dispatcher dispatcher =
                new Dispatcher().register("orders", Orders.class, new Orders.Desk());
        return XmlRpcServer.start(options, dispatcher).port();
    }

    private static int apache(boolean keepAlive) throws IOException, XmlRpcException {
        WebServer server = new ListeningWebServer(freePort());
        PropertyHandlerMapping mapping = new PropertyHandlerMapping();
        mapping.addHandler("orders", Orders.Desk.class);
        server.getXmlRpcServer().setHandlerMapping(mapping);
        // A thread for each connection; those of connections that their clients have left already,
        // and that a busy machine did not let end yet, count too: it would refuse a client.
        server.getXmlRpcServer().setMaxThreads(2_000);
        XmlRpcServerConfigImpl config =
                (XmlRpcServerConfigImpl) server.getXmlRpcServer().getConfig();
        config.setKeepAliveEnabled(keepAlive);
        server.start();
        return server.getPort();
    }

    /** Its own default is a backlog of 50, in which 64 clients at once would not fit. */
    private static final class ListeningWebServer extends WebServer {
        ListeningWebServer(int port) {
            super(port, InetAddress.getLoopbackAddress());
        }

        @Override
        protected ServerSocket createServerSocket(int port, int backlog, InetAddress address)
                throws IOException {
            return new ServerSocket(port, 1024, address);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /**
     * No XML, no workers: what Netty itself can do with HTTP requests and responses of these sizes.
     */
    private static int echo() {
        byte[] answer =
                MessageCodec.encode(
                        new MethodResponse.Success(new Orders.Desk().quote(Orders.REQUEST)));
        Channel channel =
                new ServerBootstrap()
                        .group(
                                Transport.best()
                                        .loops(eventLoops(), new DefaultThreadFactory("echo")))
                        .channel(Transport.best().listener())
                        .option(ChannelOption.SO_BACKLOG, 1024)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel connection) {
                                        connection
                                                .pipeline()
                                                .addLast(
                                                        new HttpServerCodec(),
                                                        new HttpObjectAggregator(1 << 20),
                                                        new Echo(answer));
                                    }
                                })
                        .bind(InetAddress.getLoopbackAddress(), 0)
                        .syncUninterruptibly()
                        .channel();
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    private static int eventLoops() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2); // as many as ours
    }

    private static final class Echo extends SimpleChannelInboundHandler<FullHttpRequest> {
        private final byte[] answer;

        Echo(byte[] answer) {
            this.answer = answer;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            var response =
                    new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1,
                            HttpResponseStatus.OK,
                            Unpooled.wrappedBuffer(answer));
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, "text/xml; charset=utf-8")
                    .setInt(HttpHeaderNames.CONTENT_LENGTH, answer.length);
            ctx.writeAndFlush(response, ctx.voidPromise());
        }
    }
}
