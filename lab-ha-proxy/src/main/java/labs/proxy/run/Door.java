package labs.proxy.run;

import io.netty.channel.socket.DuplexChannel;
import labs.proxy.backend.Peer;
import labs.proxy.config.Frontend;
import labs.proxy.stats.Counters;

/** What is behind a listener: a frontend in one of the modes. Thread-safe. */
interface Door {
    Frontend config();

    Counters counters();

    /** A client has come, and it is known who it is: called on its event loop. */
    void enter(DuplexChannel client, Peer peer);
}
