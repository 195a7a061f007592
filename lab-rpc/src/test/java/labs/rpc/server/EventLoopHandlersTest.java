package labs.rpc.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static labs.rpc.server.RawHttp.document;
import static labs.rpc.server.RawHttp.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import labs.rpc.dispatch.CallContext;
import labs.rpc.value.DateReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server without workers, and when the answers of an event loop leave. */
@Timeout(30)
class EventLoopHandlersTest {
    private final ServerOptions options =
            ServerOptions.defaults().with().onEventLoops(true).build();

    @Test
    void shouldRunHandlersOnTheEventLoopsIfToldTo() throws IOException {
        try (XmlRpcServer server = XmlRpcServer.start(options, EventLoopHandlersTest::answer);
                RawHttp client = new RawHttp(server)) {
            assertThat((String) client.call("thread").value()).startsWith("rpc-server-io");
        }
    }

    @Test
    void shouldAnswerPipelinedCallsInOrder() throws IOException {
        int calls = 1_000; // more than the stack could hold, if each answer ran the next call
        try (XmlRpcServer server = XmlRpcServer.start(options, EventLoopHandlersTest::answer);
                RawHttp client = new RawHttp(server)) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < calls; i++) {
                requests.append(post(document("echo", i)));
            }
            client.send(requests.toString());
            List<Object> answers = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                answers.add(client.response().value());
            }
            assertThat(answers).isSorted().hasSize(calls).startsWith(0);
        }
    }

    @Test
    void shouldSendAnAnswerThatIsWrittenWhenTheServerIsToldToStop() {
        CallEndpoint endpoint =
                new CallEndpoint(
                        new CallProcessor(EventLoopHandlersTest::answer, DateReader.LENIENT),
                        new Workers(options));
        EmbeddedChannel channel = new EmbeddedChannel(new StopsBehindEachAnswer(), endpoint);

        channel.writeInbound(request());

        assertThat(channel.<Object>readOutbound())
                .as("the answer, which had not left when the order to stop came")
                .isInstanceOf(HttpResponse.class);
        assertThat(channel.<ByteBuf>readOutbound()).isIn(null, Unpooled.EMPTY_BUFFER);
        assertThat(channel.isOpen()).as("open").isFalse();
    }

    private static final class StopsBehindEachAnswer extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            ctx.write(message, promise);
            if (message instanceof HttpResponse) {
                ctx.fireUserEventTriggered(CallEndpoint.STOP);
            }
        }
    }

    private static FullHttpRequest request() {
        return new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.POST,
                "/RPC2",
                Unpooled.copiedBuffer(document("echo", 1), UTF_8));
    }

    private static Object answer(CallContext context, String method, List<Object> params) {
        return method.equals("thread") ? Thread.currentThread().getName() : params.get(0);
    }
}
