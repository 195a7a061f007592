package labs.memory.bench;

import labs.memory.memcached.MemcachedServer;
import labs.memory.memcached.ServerOptions;

/** Our server, until the end of its input. */
final class ServerMain {
    private ServerMain() {}

    public static void main(String[] args) throws Exception {
        ServerOptions options =
                ServerOptions.defaults().memory(Long.parseLong(args[0]) << 20).threads(2);
        try (MemcachedServer server = MemcachedServer.start(options)) {
            System.out.println("port " + server.port());
            while (System.in.read() >= 0) {
                // goes on
            }
        }
    }
}
