package labs.rpc.client;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import labs.rpc.message.BadMessageException;
import labs.rpc.message.MessageCodec;
import labs.rpc.message.MethodResponse;

/** A whole HTTP response, as it came. */
record Response(HttpResponseStatus status, HttpHeaders headers, byte[] body) {

    /** Where a redirection leads, or null if this is none that a POST may follow. */
    String location() {
        return switch (status.code()) {
            case 301, 302, 307, 308 -> headers.get(HttpHeaderNames.LOCATION);
            default -> null;
        };
    }

    /** Is there a fault in it? Some servers send one with a status of its own. */
    boolean isFault() {
        try {
            return MessageCodec.decodeResponse(body) instanceof MethodResponse.Fault;
        } catch (BadMessageException e) {
            return false;
        }
    }

    /** Names in any case, each with its values in order. */
    Map<String, List<String>> headerMap() {
        Map<String, List<String>> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach(
                header ->
                        map.computeIfAbsent(header.getKey(), name -> new ArrayList<>())
                                .add(header.getValue()));
        return map;
    }

    /** What it is, for a message: status, type, size, and how it begins. */
    String description() {
        String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
        String what = type == null ? "no content type" : Excerpt.of(type);
        return "%s, %s, %d bytes".formatted(status, what, body.length)
                + (body.length == 0 ? "" : ": " + Excerpt.of(body));
    }
}
