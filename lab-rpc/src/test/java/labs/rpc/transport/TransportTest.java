package labs.rpc.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.util.CharsetUtil;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class TransportTest {
    @ParameterizedTest
    @EnumSource(Transport.class)
    void shouldCarryBytesThereAndBack(Transport transport) throws Exception {
        assumeTrue(transport == Transport.NIO || Epoll.isAvailable(), "no epoll here");
        EventLoopGroup loops = transport.loops(1, new DefaultThreadFactory("transport-test", true));
        try {
            var echo =
                    new ChannelInboundHandlerAdapter() {
                        @Override
                        public void channelRead(ChannelHandlerContext ctx, Object bytes) {
                            ctx.writeAndFlush(bytes);
                        }
                    };
            Channel listener =
                    new ServerBootstrap()
                            .group(loops)
                            .channel(transport.listener())
                            .childHandler(
                                    new ChannelInitializer<>() {
                                        @Override
                                        protected void initChannel(Channel connection) {
                                            connection.pipeline().addLast(echo);
                                        }
                                    })
                            .bind(InetAddress.getLoopbackAddress(), 0)
                            .sync()
                            .channel();
            CompletableFuture<String> answer = new CompletableFuture<>();
            var receiver =
                    new ChannelInboundHandlerAdapter() {
                        @Override
                        public void channelRead(ChannelHandlerContext ctx, Object bytes) {
                            answer.complete(
                                    ((io.netty.buffer.ByteBuf) bytes).toString(CharsetUtil.UTF_8));
                            ReferenceCountUtil.release(bytes);
                        }
                    };
            Channel client =
                    new Bootstrap()
                            .group(loops)
                            .channel(transport.socket())
                            .handler(receiver)
                            .connect(listener.localAddress())
                            .sync()
                            .channel();
            client.writeAndFlush(Unpooled.copiedBuffer("hello", CharsetUtil.UTF_8));
            assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("hello");
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    @Test
    void shouldWorkWithoutEpoll() {
        assertThat(Transport.best())
                .isEqualTo(Epoll.isAvailable() ? Transport.EPOLL : Transport.NIO);
    }
}
