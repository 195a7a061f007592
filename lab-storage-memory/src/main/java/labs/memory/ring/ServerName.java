package labs.memory.ring;

/**
 * The name under which a server's points are hashed. The same servers under other names are another
 * ring.
 */
enum ServerName {
    /** spymemcached's default: {@code address:port}, or {@code name/address:port}. */
    AS_GIVEN {
        @Override
        String of(RingServer server) {
            // BEGIN SOLUTION
            String before = server.given().equals(server.address()) ? "" : server.given() + "/";
            return before + server.address() + ":" + server.port();
            // END SOLUTION
            // STUB: throw new UnsupportedOperationException("TODO storage-memory-3: see part 3");
        }
    },

    /** {@code host/address:port}, where the host is looked up even if the address was given. */
    HOST_AND_ADDRESS {
        @Override
        String of(RingServer server) {
            // BEGIN SOLUTION
            return server.host() + "/" + server.address() + ":" + server.port();
            // END SOLUTION
            // STUB: throw new UnsupportedOperationException("TODO storage-memory-3: see part 3");
        }
    },

    /** {@code host:port}, and {@code host} alone at port 11211. */
    HOST {
        @Override
        String of(RingServer server) {
            // BEGIN SOLUTION
            return server.host() + port(server);
            // END SOLUTION
            // STUB: throw new UnsupportedOperationException("TODO storage-memory-3: see part 3");
        }
    },

    /** {@code address:port}, and {@code address} alone at port 11211. */
    ADDRESS {
        @Override
        String of(RingServer server) {
            // BEGIN SOLUTION
            return server.address() + port(server);
            // END SOLUTION
            // STUB: throw new UnsupportedOperationException("TODO storage-memory-3: see part 3");
        }
    },

    /** What the configuration says, with the port, but {@code name} alone at port 11211. */
    GIVEN {
        @Override
        String of(RingServer server) {
            // BEGIN SOLUTION
            return server.given() + port(server);
            // END SOLUTION
            // STUB: throw new UnsupportedOperationException("TODO storage-memory-3: see part 3");
        }
    };

    abstract String of(RingServer server);

    static String port(RingServer server) {
        return server.port() == RingServer.DEFAULT_PORT ? "" : ":" + server.port();
    }
}
