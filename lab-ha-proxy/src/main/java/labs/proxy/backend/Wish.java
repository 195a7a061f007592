package labs.proxy.backend;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

/**
 * Who wants a server.
 *
 * @param key what a hash chooses by
 * @param own the server that this client belongs to by its cookie, if it has one
 * @param avoid servers that could not be reached: taken only if there is no other
 */
public record Wish(InetAddress source, long key, Optional<String> own, Set<String> avoid) {
    /** The same, belonging to nobody and avoiding these. */
    public Wish avoiding(Set<String> servers) {
        return new Wish(source, key, Optional.empty(), Set.copyOf(servers));
    }

    /** The same, going nowhere else. */
    public Wish only(String server) {
        return new Wish(source, key, Optional.of(server), Set.of());
    }
}
