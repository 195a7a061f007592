package labs.proxy.http;

import java.util.Locale;

/**
 * What is between two neighbours only, and must not be passed on (RFC 9110, part 7.6.1): {@code
 * Connection} and the fields that it names, {@code Keep-Alive}, {@code Proxy-Connection}. What says
 * how the body is framed stays as long as the body does, whatever {@code Connection} claims: a
 * client that could have {@code Content-Length} taken out would smuggle requests.
 */
final class HopByHop {
    private HopByHop() {}

    /**
     * Whether the connection may be used again behind this message: in HTTP/1.1 unless it says
     * {@code close}, in HTTP/1.0 only if it says {@code keep-alive}. {@code close} wins.
     */
    static boolean keepsAlive(Head head) {
        // BEGIN SOLUTION
        return !says(head, "close") && (head.isVersion11() || says(head, "keep-alive"));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-4: README, part 4");
    }

    /** Whether it asks for, or grants, another protocol on the same connection. */
    static boolean upgrades(Head head) {
        // BEGIN SOLUTION
        return says(head, "upgrade") && has(head, "upgrade");
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-4: README, part 4");
    }

    /** Whether it asks for WebSocket without the key that the answer has to be made of. */
    static boolean lacksKey(Head request) {
        // BEGIN SOLUTION
        return upgrades(request)
                && fieldLists(request, "upgrade", "websocket")
                && !has(request, "sec-websocket-key");
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-4: README, part 4");
    }

    /**
     * Drops what is not to be passed on, and says what this proxy wants of the next neighbour:
     * {@code Connection: upgrade} if that was asked for; else {@code close} or {@code keep-alive},
     * and only where the versions would not mean it by themselves.
     *
     * @param neighbour11 whether the next neighbour speaks HTTP/1.1, too
     */
    static void strip(Draft draft, boolean keepAlive, boolean neighbour11) {
        // BEGIN SOLUTION
        Head head = draft.head();
        boolean upgrades = upgrades(head);
        for (int i = 0; i < head.fields(); i++) {
            if (head.isNamed(i, "connection")) {
                dropNamed(draft, head.value(i), upgrades);
                draft.drop("connection");
            } else if (head.isNamed(i, "keep-alive") || head.isNamed(i, "proxy-connection")) {
                draft.drop(head.name(i).toLowerCase(Locale.ROOT));
            }
        }
        if (upgrades) {
            draft.add("Connection", "upgrade");
        } else if (keepAlive != (head.isVersion11() && neighbour11)) {
            draft.add("Connection", keepAlive ? "keep-alive" : "close");
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-4: README, part 4");
    }

    // BEGIN SOLUTION
    private static void dropNamed(Draft draft, String connection, boolean upgrades) {
        for (String word : connection.split(",")) {
            String name = word.strip().toLowerCase(Locale.ROOT);
            switch (name) {
                case "", "close", "content-length", "transfer-encoding", "host" -> {}
                default -> {
                    if (!name.equals("upgrade") || !upgrades) {
                        draft.drop(name);
                    }
                }
            }
        }
    }

    private static boolean has(Head head, String name) {
        for (int i = 0; i < head.fields(); i++) {
            if (head.isNamed(i, name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean says(Head head, String word) {
        return fieldLists(head, "connection", word);
    }

    private static boolean fieldLists(Head head, String name, String word) {
        for (int i = 0; i < head.fields(); i++) {
            if (head.isNamed(i, name) && lists(head.value(i), word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean lists(String value, String word) {
        for (String one : value.split(",")) {
            if (one.strip().equalsIgnoreCase(word)) {
                return true;
            }
        }
        return false;
    }
    // END SOLUTION
    // STUB: // What else it needs goes here.
}
