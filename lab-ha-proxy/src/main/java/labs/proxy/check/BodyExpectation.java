package labs.proxy.check;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.util.concurrent.Promise;
import java.nio.charset.StandardCharsets;
import labs.proxy.config.HttpCheck;

/** Reads the body of an answer, as far as it must, and looks whether it is as it should be. */
final class BodyExpectation extends SimpleChannelInboundHandler<ByteBuf> {
    private static final int MOST = 16 * 1024;

    private final StringBuilder body = new StringBuilder();
    private final Promise<CheckResult> result;
    private final CheckResult head;
    private final HttpCheck.Expect expect;

    BodyExpectation(Promise<CheckResult> result, CheckResult head, HttpCheck.Expect expect) {
        this.result = result;
        this.head = head;
        this.expect = expect;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
        body.append(bytes.toString(StandardCharsets.ISO_8859_1));
        boolean found = Expectations.isExpectedBody(expect, body.toString()) && !expect.negated();
        if (found || body.length() > MOST) {
            end();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end();
    }

    private void end() {
        boolean well = Expectations.isExpectedBody(expect, body.toString());
        result.trySuccess(
                well ? head : new CheckResult(CheckResult.Status.L7RSP, head.code(), "no match"));
    }
}
