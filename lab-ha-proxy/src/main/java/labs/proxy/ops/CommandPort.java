package labs.proxy.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import labs.proxy.config.Address;

/**
 * {@code stats socket HOST:PORT} and {@code fd@N}: the same as {@link CommandSocket}, on a port.
 * Needs epoll. Close it.
 */
public final class CommandPort implements AutoCloseable {
    private static final int LONGEST_LINE = 4096;

    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(
                    1, new DefaultThreadFactory("command-port"), EpollIoHandler.newFactory());
    private final Channel server;

    /**
     * Begins to listen.
     *
     * @throws IOException if it cannot
     */
    public CommandPort(Address address, Commands commands) throws IOException {
        ServerBootstrap listening =
                new ServerBootstrap()
                        .group(loops)
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel client) {
                                        client.pipeline()
                                                .addLast(new LineBasedFrameDecoder(LONGEST_LINE))
                                                .addLast(new Line(commands));
                                    }
                                });
        ChannelFuture begun = begin(listening, address).awaitUninterruptibly();
        if (!begun.isSuccess()) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new IOException(
                    "cannot listen on stats socket " + address + ": " + begun.cause().getMessage(),
                    begun.cause());
        }
        server = begun.channel();
    }

    private static ChannelFuture begin(ServerBootstrap listening, Address address) {
        if (address.isInherited()) {
            int number = Integer.parseInt(address.host().substring(3));
            return listening.channelFactory(() -> new EpollServerSocketChannel(number)).register();
        }
        return listening
                .channel(EpollServerSocketChannel.class)
                .bind(address.host(), address.port());
    }

    private static final class Line extends SimpleChannelInboundHandler<ByteBuf> {
        private final Commands commands;

        Line(Commands commands) {
            this.commands = commands;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf line) {
            var answers = new StringBuilder();
            for (String command : line.toString(UTF_8).split(";")) {
                answers.append(commands.run(command)).append('\n');
            }
            context.writeAndFlush(Unpooled.copiedBuffer(answers, UTF_8))
                    .addListener(ChannelFutureListener.CLOSE);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    @Override
    public void close() {
        server.close().awaitUninterruptibly();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
