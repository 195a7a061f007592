package labs.proxy.mysql.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * What a server says first: HandshakeV10.
 *
 * @param challenge {@link Scramble#LENGTH} bytes
 */
public record Greeting(String version, int connection, byte[] challenge, int capabilities) {
    private static final int V10 = 10;
    private static final int FIRST_PART = 8;
    static final int UTF8MB4 = 45;

    public void write(ByteBuf out) {
        out.writeByte(V10);
        Fields.writeText(out, version);
        out.writeIntLE(connection).writeBytes(challenge, 0, FIRST_PART).writeByte(0);
        out.writeShortLE(capabilities).writeByte(UTF8MB4).writeShortLE(Status.AUTOCOMMIT);
        out.writeShortLE(capabilities >>> 16).writeByte(Scramble.LENGTH + 1).writeZero(10);
        out.writeBytes(challenge, FIRST_PART, Scramble.LENGTH - FIRST_PART).writeByte(0);
        Fields.writeText(out, Scramble.PLUGIN);
    }

    /** Reads that of a server. */
    public static Greeting read(ByteBuf in) {
        Fields.need(in, 1);
        int protocol = in.readUnsignedByte();
        if (protocol != V10) {
            throw new ProtocolException(
                    SqlError.BAD_HANDSHAKE, "the server speaks protocol " + protocol);
        }
        String version = Fields.readText(in);
        Fields.need(in, 4 + FIRST_PART + 1 + 2 + 1 + 2 + 2 + 1 + 10);
        int connection = in.readIntLE();
        byte[] challenge = Arrays.copyOf(Fields.readBytes(in, FIRST_PART), Scramble.LENGTH);
        in.skipBytes(1);
        int low = in.readUnsignedShortLE();
        in.skipBytes(1 + 2);
        int high = in.readUnsignedShortLE();
        in.skipBytes(1 + 10);
        byte[] rest = Fields.readBytes(in, Scramble.LENGTH - FIRST_PART);
        System.arraycopy(rest, 0, challenge, FIRST_PART, rest.length);
        return new Greeting(version, connection, challenge, low | high << 16);
    }

    @Override
    public String toString() {
        return version + " " + new String(challenge, ISO_8859_1).length();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Greeting greeting
                && version.equals(greeting.version)
                && connection == greeting.connection
                && Arrays.equals(challenge, greeting.challenge)
                && capabilities == greeting.capabilities;
    }

    @Override
    public int hashCode() {
        return version.hashCode() ^ Arrays.hashCode(challenge);
    }
}
