package labs.memory.memcached;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** Sends and reads bytes, as text of a character each. */
final class RawClient implements AutoCloseable {
    private static final int PATIENCE = 20_000; // ms

    private final Socket socket;

    RawClient(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RawClient send(String bytes) {
        try {
            socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next bytes, fewer if the connection ends or nothing comes. */
    String read(int count) {
        try {
            return new String(socket.getInputStream().readNBytes(count), ISO_8859_1);
        } catch (SocketTimeoutException e) {
            return "nothing within " + PATIENCE + " ms";
        } catch (IOException e) {
            return "";
        }
    }

    /** Sends, and reads as much as is expected. */
    String ask(String bytes, String expected) {
        return send(bytes).read(expected.length());
    }

    /** The next line, without its end. */
    String line() {
        StringBuilder line = new StringBuilder();
        try {
            for (int c = socket.getInputStream().read();
                    c >= 0 && c != '\n';
                    c = socket.getInputStream().read()) {
                line.append((char) c);
            }
            return line.toString().replace("\r", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says that nothing more is sent, and reads what still comes. */
    String end() {
        try {
            socket.shutdownOutput();
            ByteArrayOutputStream rest = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(rest);
            return rest.toString(ISO_8859_1);
        } catch (IOException e) {
            return ""; // reset: nothing was on its way
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
