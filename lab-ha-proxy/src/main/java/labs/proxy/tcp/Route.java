package labs.proxy.tcp;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** Says which server a client goes to. Thread-safe, and never blocks: event loops call it. */
@FunctionalInterface
public interface Route {
    /**
     * The server to try next.
     *
     * @param tried those that could not be reached, in the order of the tries
     * @return empty if there is no server to try
     */
    Optional<InetSocketAddress> next(InetSocketAddress client, List<InetSocketAddress> tried);
}
