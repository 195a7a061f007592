package labs.proxy.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import labs.proxy.mysql.protocol.Capabilities;
import labs.proxy.mysql.protocol.Greeting;
import labs.proxy.mysql.protocol.Login;
import labs.proxy.mysql.protocol.Scramble;
import labs.proxy.mysql.protocol.SqlError;

/** A client that may misbehave. */
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket = new Socket();
    private final InputStream in;
    private byte[] challenge; // of the login
    private int sequence; // of the packet that came last

    RawClient(InetSocketAddress address) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(address, PATIENCE_MILLIS);
        in = socket.getInputStream();
    }

    void send(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** A packet of this number. */
    void packet(int sequence, byte... payload) throws IOException {
        ByteBuf out = Unpooled.buffer().writeMediumLE(payload.length).writeByte(sequence);
        send(ByteBufUtil.getBytes(out.writeBytes(payload)));
    }

    void command(int command, String text) throws IOException {
        byte[] bytes = (" " + text).getBytes(ISO_8859_1);
        bytes[0] = (byte) command;
        packet(0, bytes);
    }

    /** The payload of the next packet; null at the end. */
    ByteBuf next() throws IOException {
        byte[] header = in.readNBytes(4);
        if (header.length < 4) {
            return null;
        }
        int length = Unpooled.wrappedBuffer(header).readUnsignedMediumLE();
        sequence = header[3] & 0xff;
        return Unpooled.wrappedBuffer(in.readNBytes(length));
    }

    /** What proves the password to whoever has greeted it. */
    byte[] proof(String password) {
        return Scramble.proof(password, challenge);
    }

    /** The number of the packet that came last. */
    int sequence() {
        return sequence;
    }

    /** Reads so many packets. */
    void skip(int packets) throws IOException {
        for (int i = 0; i < packets; i++) {
            next();
        }
    }

    /** So many bytes, whatever they are. */
    byte[] bytes(int count) throws IOException {
        return in.readNBytes(count);
    }

    /** All that comes until it is closed, in order or not. */
    byte[] untilClosed() throws IOException {
        var all = new ByteArrayOutputStream();
        byte[] part = new byte[64 * 1024];
        try {
            for (int count = in.read(part); count >= 0; count = in.read(part)) {
                all.write(part, 0, count);
            }
        } catch (SocketException e) {
            // It was cut off: that is an end, too.
        }
        return all.toByteArray();
    }

    /** The error that comes next. */
    SqlError error() throws IOException {
        ByteBuf payload = next();
        if (payload == null || payload.getUnsignedByte(0) != SqlError.MARK) {
            throw new IOException(
                    "no error but " + (payload == null ? "the end" : ByteBufUtil.hexDump(payload)));
        }
        return SqlError.read(payload);
    }

    /** Whether it was closed; waits for that. */
    boolean isClosed() {
        try {
            return in.read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    Greeting greeting() throws IOException {
        return Greeting.read(next());
    }

    void login(String user, String password, String database, String plugin) throws IOException {
        challenge = greeting().challenge();
        ByteBuf out = Unpooled.buffer();
        new Login(
                        Capabilities.towardsServer(0),
                        45,
                        user,
                        Scramble.proof(password, challenge),
                        database,
                        plugin)
                .write(out);
        packet(1, ByteBufUtil.getBytes(out));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
