package labs.proxy.vrrp;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A machine of {@link AddressMovesTest}: {@link VrrpMain}, and beside it a server on all addresses
 * that says its name to everybody. Its first argument is the name.
 */
final class NodeMain {
    static final int PORT = 7000; // in a network namespace of its own

    private NodeMain() {}

    public static void main(String[] args) throws IOException {
        var server = new ServerSocket(PORT);
        var greeter = new Thread(() -> greet(server, args[0]), "greeter");
        greeter.setDaemon(true);
        greeter.start();
        var watcher = new Thread(NodeMain::endWithTheTest, "watcher");
        watcher.setDaemon(true);
        watcher.start();
        VrrpMain.main(Arrays.copyOfRange(args, 1, args.length));
    }

    /** The test's JVM holds the other end of the input: who kills that leaves nothing behind. */
    private static void endWithTheTest() {
        try {
            while (System.in.read() >= 0) {
                continue;
            }
        } catch (IOException e) {
            System.out.println("the test has gone: " + e);
        }
        Runtime.getRuntime().halt(1);
    }

    private static void greet(ServerSocket server, String name) {
        while (true) {
            try (Socket client = server.accept()) {
                client.getOutputStream().write((name + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                System.out.println("one client less: " + e);
            }
        }
    }
}
