package labs.proxy.run;

import io.netty.channel.socket.DuplexChannel;
import java.util.function.Supplier;
import labs.proxy.backend.Peer;
import labs.proxy.config.Frontend;
import labs.proxy.http.ClientSide;
import labs.proxy.http.HttpEngine;
import labs.proxy.http.HttpFrontend;
import labs.proxy.stats.Counters;

/**
 * A frontend in mode http.
 *
 * @param current the frontend of this name as it is now, since connections outlive configurations
 */
record HttpDoor(
        Frontend config, Counters counters, HttpEngine engine, Supplier<HttpFrontend> current)
        implements Door {
    @Override
    public void enter(DuplexChannel client, Peer peer) {
        client.pipeline().addLast(new ClientSide(current, engine, peer));
    }
}
