package labs.proxy.check;

import io.netty.channel.Channel;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a check ended, in HAProxy's words.
 *
 * @param code of an answer in HTTP; 0 if there was none
 * @param text what the server or the system said; empty for nothing
 */
public record CheckResult(Status status, int code, String text) {
    private static final Pattern ANSWER =
            Pattern.compile("HTTP/[0-9]\\.[0-9] ([0-9]{3})(?: (.*))?");

    /** Up to which layer it came, and what it met there. */
    public enum Status {
        L4OK("Layer4 check passed"),
        L4TOUT("Layer4 timeout"),
        L4CON("Layer4 connection problem"),
        L6OK("Layer6 check passed"),
        L6TOUT("Layer6 timeout"),
        L6RSP("Layer6 invalid response"),
        L7OK("Layer7 check passed"),
        L7TOUT("Layer7 timeout"),
        L7RSP("Layer7 invalid response"),
        L7STS("Layer7 wrong status");

        private final String description;

        Status(String description) {
            this.description = description;
        }

        public String description() {
            return description;
        }
    }

    private CheckResult(Status status) {
        this(status, 0, "");
    }

    /** Whether the server is well. */
    public boolean isWell() {
        return status == Status.L4OK || status == Status.L6OK || status == Status.L7OK;
    }

    /** There is a connection, and nothing is to be asked. */
    static CheckResult connected() {
        return new CheckResult(Status.L4OK);
    }

    /** TLS has begun, and nothing is to be asked. */
    static CheckResult secured() {
        return new CheckResult(Status.L6OK);
    }

    /** There is none. */
    static CheckResult notConnected(Throwable why) {
        if (why instanceof ConnectTimeoutException) {
            return new CheckResult(Status.L4TOUT);
        }
        Throwable root = why.getCause() == null ? why : why.getCause(); // without the address
        return new CheckResult(Status.L4CON, 0, Objects.toString(root.getMessage(), ""));
    }

    /** The time is over, and this is as far as the connection came. */
    static CheckResult late(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls != null && !tls.handshakeFuture().isSuccess()) {
            boolean begun = channel.isActive() || tls.handshakeFuture().isDone();
            return new CheckResult(begun ? Status.L6TOUT : Status.L4TOUT);
        }
        return new CheckResult(channel.isActive() ? Status.L7TOUT : Status.L4TOUT);
    }

    /** What came is no answer in HTTP. */
    static CheckResult garbage() {
        return new CheckResult(Status.L7RSP);
    }

    /** The first line of the answer. */
    static CheckResult answered(String line) {
        Matcher answer = ANSWER.matcher(line);
        int code = answer.matches() ? Integer.parseInt(answer.group(1)) : 0;
        if (StatusLine.isWell(line)) {
            return new CheckResult(Status.L7OK, code, "");
        }
        return code == 0
                ? new CheckResult(Status.L7RSP)
                : new CheckResult(Status.L7STS, code, Objects.toString(answer.group(2), ""));
    }

    /** The connection ended, or broke, before there was a line. */
    static CheckResult ended(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null || tls.handshakeFuture().isSuccess()) {
            return new CheckResult(Status.L7RSP);
        }
        boolean late = tls.handshakeFuture().cause() instanceof SslHandshakeTimeoutException;
        return new CheckResult(late ? Status.L6TOUT : Status.L6RSP);
    }
}
