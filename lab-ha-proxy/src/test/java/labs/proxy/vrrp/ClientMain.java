package labs.proxy.vrrp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A client of {@link AddressMovesTest}: connects to the address again and again, and prints when
 * and who answered, or a dash. Ends when nobody reads on.
 */
final class ClientMain {
    private static final int LIMIT_MILLIS = 200;
    private static final int PAUSE_MILLIS = 20;

    private ClientMain() {}

    public static void main(String[] args) throws InterruptedException {
        var address = new InetSocketAddress(args[0], NodeMain.PORT);
        while (!System.out.checkError()) {
            System.out.println(System.currentTimeMillis() + " " + ask(address));
            Thread.sleep(PAUSE_MILLIS); // a pace, and no synchronisation
        }
    }

    private static String ask(InetSocketAddress address) {
        try (var socket = new Socket()) {
            socket.connect(address, LIMIT_MILLIS);
            socket.setSoTimeout(LIMIT_MILLIS);
            var in = new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8);
            String name = new BufferedReader(in).readLine();
            return name == null ? "-" : name;
        } catch (IOException e) {
            return "-";
        }
    }
}
