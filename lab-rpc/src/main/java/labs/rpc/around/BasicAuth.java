package labs.rpc.around;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.Base64;
import java.util.Map;
import labs.rpc.server.PipelineStage;
import labs.rpc.server.XmlRpcServer;

/**
 * HTTP Basic authentication (RFC 7617): lets a request pass if its user and password are right, and
 * answers any other with 401. Every request proves itself anew; use it over {@link Tls} only, since
 * base64 hides nothing. One for each connection.
 */
public final class BasicAuth extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final String SCHEME = "Basic ";

    private final String realm;
    private final Passwords passwords;

    private BasicAuth(String realm, Passwords passwords) {
        this.realm = realm;
        this.passwords = passwords;
    }

    /** For {@code ServerOptions.requestStage}: who may call, with which password. */
    public static PipelineStage server(String realm, Map<String, String> passwords) {
        Passwords digests = new Passwords(passwords);
        return pipeline -> pipeline.addLast("auth", new BasicAuth(realm, digests));
    }

    /** For {@code ClientOptions.header("Authorization", …)}. */
    public static String credentials(String user, String password) {
        // BEGIN SOLUTION
        byte[] both = (user + ":" + password).getBytes(UTF_8);
        return SCHEME + Base64.getEncoder().encodeToString(both);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-6: see README, part 6");
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        // BEGIN SOLUTION
        String user = userOf(request.headers().get(HttpHeaderNames.AUTHORIZATION));
        // Set for every request: one connection may carry the calls of several users.
        context.channel().attr(XmlRpcServer.PRINCIPAL).set(user);
        if (user == null) {
            Answers.demandPassword(context, realm);
        } else {
            context.fireChannelRead(request.retain());
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-6: see README, part 6");
    }

    // BEGIN SOLUTION
    /** The user who proved who it is, or null. */
    private String userOf(String header) {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        String both;
        try {
            byte[] decoded = Base64.getDecoder().decode(header.substring(SCHEME.length()).trim());
            both = new String(decoded, UTF_8);
        } catch (IllegalArgumentException e) {
            return null; // no base64: nobody we know
        }
        int colon = both.indexOf(':'); // the first one: a password may hold more
        if (colon < 0) {
            return null;
        }
        String user = both.substring(0, colon);
        return passwords.areRight(user, both.substring(colon + 1)) ? user : null;
    }
    // END SOLUTION
}
