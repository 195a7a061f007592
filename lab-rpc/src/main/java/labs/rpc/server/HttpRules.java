package labs.rpc.server;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Locale;

/** Which requests are refused on their head alone, before a byte of the body is kept. */
final class HttpRules {
    private final String path;
    private final int maxBody;

    HttpRules(ServerOptions options) {
        this.path = options.path();
        this.maxBody = options.maxBody();
    }

    /** The status that refuses the request, or null if its body may come. */
    HttpResponseStatus refusal(HttpRequest request) {
        // BEGIN SOLUTION
        if (request.decoderResult().isFailure()) {
            return unreadable(request.decoderResult().cause());
        } else if (!pathOf(request.uri()).equals(path)) {
            return HttpResponseStatus.NOT_FOUND;
        } else if (!request.method().equals(HttpMethod.POST)) {
            return HttpResponseStatus.METHOD_NOT_ALLOWED;
        } else if (!isXml(request.headers().get(HttpHeaderNames.CONTENT_TYPE))) {
            return HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE;
        } else if (HttpUtil.getContentLength(request, 0L) > maxBody) {
            return HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
        } else if (expectsTheImpossible(request)) {
            return HttpResponseStatus.EXPECTATION_FAILED;
        }
        return null;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-4: see README, part 4");
    }

    // BEGIN SOLUTION
    private static HttpResponseStatus unreadable(Throwable cause) {
        if (cause instanceof TooLongHttpHeaderException) {
            return HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
        }
        return cause instanceof TooLongHttpLineException
                ? HttpResponseStatus.REQUEST_URI_TOO_LONG
                : HttpResponseStatus.BAD_REQUEST;
    }

    private static String pathOf(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    /**
     * Old clients send no type, or application/xml: only what is surely something else is refused.
     */
    private static boolean isXml(String contentType) {
        return contentType == null || contentType.toLowerCase(Locale.ROOT).contains("xml");
    }

    private static boolean expectsTheImpossible(HttpRequest request) {
        return request.headers().contains(HttpHeaderNames.EXPECT)
                && !HttpUtil.is100ContinueExpected(request);
    }
    // END SOLUTION
}
