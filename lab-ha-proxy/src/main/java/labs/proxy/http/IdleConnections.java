package labs.proxy.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import labs.proxy.backend.Member;

/**
 * Connections to servers that wait for the next request, of one event loop. The one that was used
 * last is used next: then those that are too many stay unused, and their servers close them. One
 * that cannot be used any more is thrown away when it is met. Confined to the loop.
 *
 * @param <C> a connection
 */
final class IdleConnections<C> {
    /** What has to be known of a connection. */
    interface Kind<C> {
        boolean isOpen(C connection);

        void close(C connection);
    }

    private final Kind<C> kind;
    private final int mostPerServer;
    private final Map<Member, ArrayDeque<C>> idle = new HashMap<>();

    IdleConnections(Kind<C> kind, int mostPerServer) {
        this.kind = kind;
        this.mostPerServer = mostPerServer;
    }

    /** One that is open; null if there is none. */
    C take(Member member) {
        // BEGIN SOLUTION
        ArrayDeque<C> connections = idle.get(member);
        while (connections != null && !connections.isEmpty()) {
            C connection = connections.pop();
            if (kind.isOpen(connection)) {
                return connection;
            }
        }
        return null;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-4: README, part 4");
    }

    /** Keeps one for later, or closes the one that has waited for longest if there are too many. */
    void put(Member member, C connection) {
        // BEGIN SOLUTION
        ArrayDeque<C> connections = idle.computeIfAbsent(member, any -> new ArrayDeque<>());
        connections.push(connection);
        if (connections.size() > mostPerServer) {
            kind.close(connections.removeLast());
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-4: README, part 4");
    }

    /** Forgets one that was closed while it waited. */
    void remove(Member member, C connection) {
        ArrayDeque<C> connections = idle.get(member);
        if (connections != null) {
            connections.removeFirstOccurrence(connection);
        }
    }

    /** Closes those of servers that are of no use any more. */
    void retain(Predicate<Member> useful) {
        for (Member member : new ArrayList<>(idle.keySet())) {
            if (!useful.test(member)) {
                new ArrayList<>(idle.remove(member)).forEach(kind::close);
            }
        }
    }
}
