package labs.proxy.mysql;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import labs.proxy.mysql.protocol.ResponseTracker;

/** Waits for the end of an answer that nobody is to see. Exactly one of the two is told. */
record Discard(Consumer<ResponseTracker> then, Consumer<Throwable> lost) implements Exchange {
    @Override
    public void bytes(ByteBuf part) {
        part.release();
    }

    @Override
    public void over(ResponseTracker answer) {
        then.accept(answer);
    }

    @Override
    public void lost(Throwable cause) {
        lost.accept(cause);
    }
}
