package labs.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;

/** A listening socket that can go away and come back on the same port. Thread-safe. */
final class Listener {
    private final Consumer<Socket> clients;
    private final InetSocketAddress address;
    private ServerSocket socket; // guarded by this; null while it is away
    private Thread acceptor; // guarded by this

    Listener(Consumer<Socket> clients) {
        this.clients = clients;
        this.socket = listen(0);
        this.address = (InetSocketAddress) socket.getLocalSocketAddress();
        startAccepting();
    }

    InetSocketAddress address() {
        return address;
    }

    /** Closes the socket, so that connecting is refused; returns when its thread has ended. */
    synchronized void goAway() {
        if (socket == null) {
            return;
        }
        try {
            socket.close();
            acceptor.join();
            socket = null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized void comeBack() {
        if (socket == null) {
            socket = listen(address.getPort());
            startAccepting();
        }
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true); // to come back on the same port
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + port, e);
        }
    }

    private synchronized void startAccepting() {
        ServerSocket from = socket;
        String name = "fault-proxy-" + from.getLocalPort() + "-accept";
        acceptor = new Thread(() -> accept(from), name);
        acceptor.start();
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                clients.accept(from.accept());
            } catch (IOException e) {
                // goAway() closed the socket: the condition of the loop sees it
            }
        }
    }
}
