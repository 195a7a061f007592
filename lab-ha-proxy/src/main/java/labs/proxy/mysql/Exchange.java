package labs.proxy.mysql;

import io.netty.buffer.ByteBuf;
import labs.proxy.mysql.protocol.ResponseTracker;

/** Who hears a server's answer to a command. */
interface Exchange {
    /**
     * What the server said next, whole packets or parts of long ones; released by whom it is given.
     */
    void bytes(ByteBuf part);

    /** That was all. */
    void over(ResponseTracker answer);

    /** The connection is lost; it is closed already. */
    void lost(Throwable cause);
}
