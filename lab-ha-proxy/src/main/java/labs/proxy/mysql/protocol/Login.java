package labs.proxy.mysql.protocol;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * What a client answers to the {@link Greeting}: HandshakeResponse41.
 *
 * <pre>
 *   4 capabilities │ 4 longest packet │ 1 collation │ 23 zeros
 *   user, up to a zero
 *   proof   PLUGIN_AUTH_LENENC: as long as a length says; else as one byte says
 *   database, up to a zero   if CONNECT_WITH_DB
 *   plugin, up to a zero     if PLUGIN_AUTH
 *   attributes               if CONNECT_ATTRS: they are not read
 * </pre>
 *
 * @param database null if it named none, or an empty one
 * @param plugin null if it named none
 */
public record Login(
        int capabilities,
        int collation,
        String user,
        byte[] proof,
        String database,
        String plugin) {
    /** Its first part, which alone is sent before TLS. */
    static final int LONGEST_TLS_REQUEST = 32;

    private static final int ZEROS = 23;
    private static final int LONGEST_PACKET = 1 << 30;

    /** The same, for a client that has not begun TLS. */
    public static Login read(ByteBuf in) {
        return read(in, false);
    }

    /**
     * Reads what a client says to become somebody else: COM_CHANGE_USER, with the command.
     *
     * @param capabilities as they were at its login
     * @throws ProtocolException if something is missing
     */
    public static Login readChange(ByteBuf in, int capabilities) {
        in.skipBytes(1);
        String user = Fields.readText(in);
        Fields.need(in, 1);
        byte[] proof = Fields.readBytes(in, in.readUnsignedByte());
        String database = Fields.readText(in);
        int collation = in.isReadable(2) ? in.readUnsignedShortLE() & 0xff : Greeting.UTF8MB4;
        String plugin = in.isReadable() ? Fields.readText(in) : null;
        return new Login(
                capabilities, collation, user, proof, database.isEmpty() ? null : database, plugin);
    }

    /**
     * Reads that of a client. Capabilities that were not offered are not in what is returned.
     *
     * @param encrypted whether TLS has begun
     * @throws ProtocolException {@link SqlError#BAD_HANDSHAKE} for a client that is older than
     *     protocol 4.1, or asks for TLS that was not offered; {@link SqlError#MALFORMED} if
     *     something is missing
     */
    public static Login read(ByteBuf in, boolean encrypted) {
        // BEGIN SOLUTION
        Fields.need(in, 4);
        int asked = in.readIntLE();
        if ((asked & Capabilities.PROTOCOL_41) == 0) {
            throw new ProtocolException(SqlError.BAD_HANDSHAKE, "clients before 4.1 are too old");
        }
        if ((asked & Capabilities.SSL) != 0 && !encrypted) {
            throw new ProtocolException(SqlError.BAD_HANDSHAKE, "TLS was not offered");
        }
        Fields.need(in, 4 + 1 + ZEROS);
        in.skipBytes(4);
        int collation = in.readUnsignedByte();
        in.skipBytes(ZEROS);
        String user = Fields.readText(in);
        byte[] proof = Fields.readBytes(in, proofLength(in, asked));
        boolean named = (asked & Capabilities.CONNECT_WITH_DB) != 0 && in.isReadable();
        String database = named ? Fields.readText(in) : "";
        boolean plugged = (asked & Capabilities.PLUGIN_AUTH) != 0 && in.isReadable();
        String plugin = plugged ? Fields.readText(in) : null;
        return new Login(
                asked & Capabilities.OFFERED,
                collation,
                user,
                proof,
                database.isEmpty() ? null : database,
                plugin);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-9: README, part 9");
    }

    // BEGIN SOLUTION
    private static long proofLength(ByteBuf in, int capabilities) {
        if ((capabilities & Capabilities.PLUGIN_AUTH_LENENC) != 0) {
            return Fields.readLength(in);
        }
        Fields.need(in, 1);
        return in.readUnsignedByte();
    }

    // END SOLUTION
    // STUB: // What else it needs goes here.

    /** Writes ours to a server; the proof is one of {@link Scramble}. */
    public void write(ByteBuf out) {
        int named = database == null ? 0 : Capabilities.CONNECT_WITH_DB;
        out.writeIntLE(capabilities | named).writeIntLE(LONGEST_PACKET);
        out.writeByte(collation).writeZero(ZEROS);
        Fields.writeText(out, user);
        out.writeByte(proof.length).writeBytes(proof);
        if (database != null) {
            Fields.writeText(out, database);
        }
        Fields.writeText(out, plugin);
    }

    /** Does not show the proof. */
    @Override
    public String toString() {
        return "login of %s, database %s, with %s".formatted(user, database, plugin);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Login login
                && toString().equals(login.toString())
                && capabilities == login.capabilities
                && collation == login.collation
                && Arrays.equals(proof, login.proof);
    }

    @Override
    public int hashCode() {
        return user.hashCode();
    }
}
