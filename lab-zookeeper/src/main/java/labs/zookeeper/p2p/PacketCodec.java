package labs.zookeeper.p2p;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;

/** Packets as bytes. Reading is strict: a peer may send anything. */
final class PacketCodec {
    /** No frame is longer, in bytes. */
    static final int LONGEST_FRAME = Packet.LONGEST_PAYLOAD + 32 * 1024;

    private static final int MOST_STEPS = 64;

    private PacketCodec() {}

    static byte[] encode(Packet packet) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(packet.kind().ordinal());
            out.writeUTF(packet.id());
            out.writeUTF(packet.origin());
            out.writeUTF(packet.target());
            out.writeByte(packet.ttl());
            out.writeByte(packet.trail().size());
            for (String node : packet.trail()) {
                out.writeUTF(node);
            }
            out.writeByte(packet.broken().size());
            for (LinkId link : packet.broken()) {
                out.writeUTF(link.a());
                out.writeUTF(link.b());
            }
            out.writeInt(packet.payload().length);
            out.write(packet.payload());
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    static Packet decode(byte[] frame) throws MalformedException {
        try (var in = new DataInputStream(new ByteArrayInputStream(frame))) {
            Packet.Kind kind = kind(in.readUnsignedByte());
            String id = name(in.readUTF());
            String origin = name(in.readUTF());
            String target = name(in.readUTF());
            int ttl = atMost(Packet.FIRST_TTL, in.readUnsignedByte());
            var trail = new ArrayList<String>();
            for (int left = atMost(MOST_STEPS, in.readUnsignedByte()); left > 0; left--) {
                trail.add(name(in.readUTF()));
            }
            var broken = new HashSet<LinkId>();
            for (int left = atMost(Packet.MOST_BROKEN, in.readUnsignedByte()); left > 0; left--) {
                broken.add(LinkId.of(name(in.readUTF()), name(in.readUTF())));
            }
            byte[] payload = new byte[atMost(Packet.LONGEST_PAYLOAD, in.readInt())];
            in.readFully(payload);
            if (in.available() > 0) {
                throw new MalformedException("bytes behind the end of a packet");
            }
            return new Packet(kind, id, origin, target, ttl, trail, broken, payload);
        } catch (IOException e) {
            throw new MalformedException("a packet that ends too early: " + e);
        }
    }

    private static Packet.Kind kind(int number) throws MalformedException {
        return Packet.Kind.values()[atMost(Packet.Kind.values().length - 1, number)];
    }

    private static int atMost(int limit, int number) throws MalformedException {
        if (number < 0 || number > limit) {
            throw new MalformedException(number + " where at most " + limit + " is allowed");
        }
        return number;
    }

    private static String name(String text) throws MalformedException {
        if (!CardCodec.isName(text)) {
            throw new MalformedException("a name that is none");
        }
        return text;
    }
}
