package labs.rpc.around;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** What a stage answers in place of the handlers behind it. */
final class Answers {
    private Answers() {}

    /** Refuses the request with a status and no body; the server sees to the connection. */
    static void refuse(ChannelHandlerContext context, HttpResponseStatus status) {
        context.writeAndFlush(response(status));
    }

    /** Refuses a body that was compressed in another way than one of these. */
    static void demandCoding(ChannelHandlerContext context, String codings) {
        FullHttpResponse response = response(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE);
        response.headers().set(HttpHeaderNames.ACCEPT_ENCODING, codings);
        context.writeAndFlush(response);
    }

    /** Refuses the request of somebody who has not said who it is. */
    static void demandPassword(ChannelHandlerContext context, String realm) {
        FullHttpResponse response = response(HttpResponseStatus.UNAUTHORIZED);
        response.headers()
                .set(
                        HttpHeaderNames.WWW_AUTHENTICATE,
                        "Basic realm=\"" + realm + "\", charset=\"UTF-8\"");
        context.writeAndFlush(response);
    }

    private static FullHttpResponse response(HttpResponseStatus status) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
        return response;
    }
}
