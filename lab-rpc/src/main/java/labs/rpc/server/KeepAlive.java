package labs.rpc.server;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;

/**
 * Says in each answer whether the connection stays open, and closes it if not: whoever behind this
 * wrote the answer, a call or a stage that refuses one. Lives on one event loop.
 */
final class KeepAlive extends ChannelDuplexHandler {
    private HttpVersion version = HttpVersion.HTTP_1_1; // of the latest request
    private boolean last; // no request is taken any more

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        // BEGIN SOLUTION
        if (last) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            version = request.protocolVersion();
            last = !HttpUtil.isKeepAlive(request);
        }
        // END SOLUTION
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        // BEGIN SOLUTION
        if (message instanceof HttpResponse response && !OneAtATime.isInformational(response)) {
            last |= !HttpUtil.isKeepAlive(response);
            HttpUtil.setKeepAlive(response.headers(), version, true);
            if (last) {
                response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
                ctx.write(message, promise.unvoid().addListener(ChannelFutureListener.CLOSE));
                return;
            }
        }
        // END SOLUTION
        ctx.write(message, promise);
    }
}
