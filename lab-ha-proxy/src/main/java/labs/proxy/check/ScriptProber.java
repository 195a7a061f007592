package labs.proxy.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import labs.proxy.config.Script;

/** Looks at a server once, by a script: what is said to it, and what it must answer. */
final class ScriptProber {
    private static final int MOST = 16 * 1024;

    private final Prober prober;
    private final Script script;

    /**
     * @param prober adds what such a server expects before the script
     */
    ScriptProber(Prober prober, Script script) {
        this.prober = prober;
        this.script = script;
    }

    /**
     * Connects and goes through the steps.
     *
     * @param limit how long all of it may take
     */
    Future<CheckResult> probe(InetSocketAddress server, Duration limit) {
        return prober.attempt(
                server, limit, (channel, result) -> channel.pipeline().addLast(new Steps(result)));
    }

    private final class Steps extends SimpleChannelInboundHandler<ByteBuf> {
        private final Promise<CheckResult> result;
        private final Deque<Script.Step> left = new ArrayDeque<>(ScriptSteps.of(script));
        private final StringBuilder heard = new StringBuilder();

        Steps(Promise<CheckResult> result) {
            this.result = result;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            SslHandler tls = context.pipeline().get(SslHandler.class);
            if (tls == null) {
                context.executor().execute(() -> goOn(context, false));
            } else {
                tls.handshakeFuture().addListener(done -> goOn(context, false));
            }
            context.fireChannelActive();
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
            heard.append(bytes.toString(ISO_8859_1));
            goOn(context, heard.length() > MOST);
        }

        // As far as it can with what was heard.
        private void goOn(ChannelHandlerContext context, boolean last) {
            while (!left.isEmpty()) {
                if (left.peek() instanceof Script.Send send) {
                    left.pop();
                    heard.setLength(0);
                    context.writeAndFlush(Unpooled.wrappedBuffer(send.bytes()));
                } else if (!fits((Script.Expect) left.peek(), last)) {
                    return;
                } else {
                    left.pop();
                }
            }
            boolean said = !ScriptSteps.of(script).isEmpty();
            boolean secure = context.pipeline().get(SslHandler.class) != null;
            result.trySuccess(
                    said
                            ? new CheckResult(CheckResult.Status.L7OK, 0, "")
                            : secure ? CheckResult.secured() : CheckResult.connected());
        }

        private boolean fits(Script.Expect expect, boolean last) {
            String wanted = new String(expect.bytes(), ISO_8859_1);
            boolean found =
                    expect.pattern()
                            ? Pattern.compile(wanted, Pattern.DOTALL).matcher(heard).find()
                            : heard.indexOf(wanted) >= 0;
            if (expect.negated() && !found && heard.length() >= wanted.length()) {
                return true;
            }
            boolean failed = expect.negated() ? found : !found && last;
            if (failed) {
                result.trySuccess(CheckResult.garbage());
            }
            return found && !expect.negated();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            result.trySuccess(CheckResult.ended(context.channel()));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            result.trySuccess(CheckResult.ended(context.channel()));
        }
    }
}
