package labs.memory.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

/**
 * A connection to one server, which speaks the text protocol. Thread-safe: one command at a time.
 * After an {@link IOException} nobody knows which answer comes next, so close it then.
 */
public final class MemcachedConnection implements AutoCloseable {
    private static final int LONGEST_KEY = 250;
    private static final int LONGEST_LINE = 2_048;
    private static final int LARGEST_VALUE = 64 << 20;

    private final Socket socket;
    private final InputStream in; // guarded by this
    private final OutputStream out; // guarded by this

    private MemcachedConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = new BufferedOutputStream(socket.getOutputStream());
    }

    /**
     * Connects.
     *
     * @param patience how long to wait for the connection, and for each part of an answer
     */
    public static MemcachedConnection open(InetSocketAddress server, Duration patience)
            throws IOException {
        Socket socket = new Socket();
        try {
            int millis = Math.toIntExact(Math.max(1, patience.toMillis()));
            socket.connect(server, millis);
            socket.setSoTimeout(millis);
            socket.setTcpNoDelay(true);
            return new MemcachedConnection(socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** The value of a key, if there is one. */
    public synchronized Optional<String> get(String key) throws IOException {
        send("get " + checked(key));
        String line = line();
        if (line.equals("END")) {
            return Optional.empty();
        }
        String value = value(lengthIn(line));
        expect("END", "get", line());
        return Optional.of(value);
    }

    /**
     * Stores a value.
     *
     * @param expiry as memcached takes it: 0 is never, up to 30 days are seconds from now
     */
    public synchronized void set(String key, String value, int expiry) throws IOException {
        byte[] bytes = value.getBytes(UTF_8);
        write("set %s 0 %d %d\r\n".formatted(checked(key), expiry, bytes.length).getBytes(UTF_8));
        write(bytes);
        send("");
        expect("STORED", "set", line());
    }

    /** Removes a key. Returns whether there was one. */
    public synchronized boolean delete(String key) throws IOException {
        send("delete " + checked(key));
        String answer = line();
        if (answer.equals("NOT_FOUND")) {
            return false;
        }
        expect("DELETED", "delete", answer);
        return true;
    }

    /** Removes all keys. */
    public synchronized void flushAll() throws IOException {
        send("flush_all");
        expect("OK", "flush_all", line());
    }

    /**
     * Checks a key before anything of it is sent: with a blank or a line's end in it, the rest
     * would be another command.
     *
     * @throws IllegalArgumentException if memcached would not take it
     */
    public static String checked(String key) {
        int length = key.getBytes(UTF_8).length;
        if (length == 0 || length > LONGEST_KEY) {
            throw new IllegalArgumentException(
                    "a key has 1 to %d bytes, this has %d".formatted(LONGEST_KEY, length));
        }
        if (key.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            throw new IllegalArgumentException("a key has no blanks or control characters: " + key);
        }
        return key;
    }

    private void send(String line) throws IOException {
        write((line + "\r\n").getBytes(UTF_8));
        out.flush();
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    private String line() throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int b = next(); b != '\n'; b = next()) {
            if (bytes.size() == LONGEST_LINE) {
                throw new IOException(
                        "not memcached: a line has more than %d bytes".formatted(LONGEST_LINE));
            }
            bytes.write(b);
        }
        return bytes.toString(UTF_8).stripTrailing();
    }

    private int next() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException("the server ended the connection");
        }
        return b;
    }

    private static int lengthIn(String line) throws IOException {
        String[] words = line.split(" ", -1);
        if (!words[0].equals("VALUE")) {
            throw new ServerRefusedException("get", line);
        }
        try {
            int length = Integer.parseInt(words[3]);
            if (length >= 0 && length <= LARGEST_VALUE) {
                return length;
            }
        } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
            throw new IOException("not memcached: " + line, e);
        }
        throw new IOException("not memcached, or a value too large: " + line);
    }

    private String value(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length || next() != '\r' || next() != '\n') {
            throw new EOFException("the value ended too early");
        }
        return new String(bytes, UTF_8);
    }

    private static void expect(String expected, String command, String answer) {
        if (!answer.equals(expected)) {
            throw new ServerRefusedException(command, answer);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
