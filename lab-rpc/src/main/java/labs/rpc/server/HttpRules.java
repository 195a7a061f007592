package labs.rpc.server;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
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
        } else if (request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
                && !isChunkedAlone(request)) {
            return isOld(request)
                    ? HttpResponseStatus.BAD_REQUEST
                    : HttpResponseStatus.NOT_IMPLEMENTED;
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

    /** An old client knows of no transfer encoding, so the end of its request cannot be known. */
    private static boolean isChunkedAlone(HttpRequest request) {
        List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return !isOld(request) && codings.size() == 1 && codings.get(0).equalsIgnoreCase("chunked");
    }

    private static boolean isOld(HttpRequest request) {
        return request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0;
    }

    /** The path of a target such as /RPC2 or, as a proxy is sent it, http://host/RPC2. */
    private static String pathOf(String target) {
        String uri = target;
        if (!uri.startsWith("/") && uri.matches("(?i)https?://.*")) {
            int path = uri.indexOf('/', uri.indexOf("://") + 3);
            uri = path < 0 ? "/" : uri.substring(path);
        }
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
        // A client of HTTP/1.0 cannot mean it (RFC 9110, 10.1.1).
        return !isOld(request)
                && request.headers().contains(HttpHeaderNames.EXPECT)
                && !HttpUtil.is100ContinueExpected(request);
    }

    // END SOLUTION

    /** Does this Content-Encoding say that nothing was done to the body? */
    static boolean isIdentity(String encoding) {
        return encoding.isBlank() || encoding.strip().equalsIgnoreCase("identity");
    }
}
