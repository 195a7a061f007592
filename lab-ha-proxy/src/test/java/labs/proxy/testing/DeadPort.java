package labs.proxy.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of the loopback that refuses connections: it is taken, and nobody listens. One that was
 * only free could be somebody else's a moment later, of another test or of a connection.
 */
public final class DeadPort implements AutoCloseable {
    private final Socket socket = new Socket();

    /**
     * Takes this port.
     *
     * @param port 0 for any
     */
    public DeadPort(int port) throws IOException {
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
