package labs.proxy.mysql;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import labs.proxy.mysql.protocol.ResponseTracker;

/**
 * Keeps a small answer to a command of our own until it is whole. Exactly one of the two is told.
 *
 * @param packets given away
 * @param then gets the answer, whose packets last until it returns
 */
record AnswerCollector(ByteBuf packets, Consumer<Answer> then, Consumer<Throwable> lost)
        implements Exchange {
    @Override
    public void bytes(ByteBuf part) {
        packets.writeBytes(part);
        part.release();
    }

    @Override
    public void over(ResponseTracker answer) {
        try {
            then.accept(new Answer(answer, packets));
        } finally {
            packets.release();
        }
    }

    @Override
    public void lost(Throwable cause) {
        packets.release();
        lost.accept(cause);
    }
}
