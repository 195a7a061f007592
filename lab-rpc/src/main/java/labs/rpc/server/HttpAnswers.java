package labs.rpc.server;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/** The HTTP responses that the server gives. */
final class HttpAnswers {
    private static final AsciiString XML = AsciiString.cached("text/xml; charset=utf-8");
    private static final AsciiString PLAIN = AsciiString.cached("text/plain; charset=utf-8");
    private static final AsciiString ONE_SECOND = AsciiString.cached("1");

    private HttpAnswers() {}

    /** An answer in XML-RPC; a fault too has the status 200. */
    static FullHttpResponse xml(byte[] document) {
        return response(HttpResponseStatus.OK, XML, document);
    }

    /** The call was not begun: the client may try it again, later. */
    static FullHttpResponse busy() {
        FullHttpResponse response = text(HttpResponseStatus.SERVICE_UNAVAILABLE);
        response.headers().set(HttpHeaderNames.RETRY_AFTER, ONE_SECOND);
        return response;
    }

    /** The request was not read to its end, so this is the last answer on its connection. */
    static FullHttpResponse refusal(HttpResponseStatus status) {
        FullHttpResponse response = text(status);
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (status.equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
            response.headers().set(HttpHeaderNames.ALLOW, "POST");
        } else if (status.equals(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE)) {
            response.headers().set(HttpHeaderNames.ACCEPT, "text/xml");
        }
        return response;
    }

    /** The body is compressed in a way that nobody here undoes. */
    static FullHttpResponse unknownEncoding() {
        FullHttpResponse response = text(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE);
        response.headers().set(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.IDENTITY);
        return response;
    }

    static FullHttpResponse goOn() {
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER);
    }

    private static FullHttpResponse text(HttpResponseStatus status) {
        return response(status, PLAIN, (status + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static FullHttpResponse response(
            HttpResponseStatus status, AsciiString type, byte[] body) {
        var response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return response;
    }
}
