package labs.proxy.preamble;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * What one proxy says to the next before the first byte of a connection: who the client is. Version
 * 1 is a line of text, version 2 is binary.
 *
 * <pre>
 *   1   PROXY TCP4 192.0.2.7 198.51.100.1 51234 443 CR LF         at most 107 bytes
 *   2   0D 0A 0D 0A 00 0D 0A 51 55 49 54 0A   21   11   00 0C   source, destination, two ports
 *       the signature                          │    │    └ length of what follows
 *                         version 2, command 1 ┘    └ family 1 (IPv4; 2 is IPv6), TCP
 * </pre>
 *
 * @param source the client; null if the other proxy does not know, or speaks for itself
 * @param destination what the client connected to; null likewise
 * @see <a href="https://www.haproxy.org/download/2.6/doc/proxy-protocol.txt">The PROXY protocol</a>
 */
public record ProxyHeader(InetSocketAddress source, InetSocketAddress destination) {
    /** The longest line of version 1, with its end. */
    static final int MAX_LINE = 107;

    /** What all of version 2 begins with; no protocol's first bytes look like it. */
    static final byte[] SIGNATURE = {
        0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a
    };

    /** The fixed part of version 2. */
    static final int FIXED = 16;

    /** Of a connection that is for no client. */
    public static final ProxyHeader UNKNOWN = new ProxyHeader(null, null);

    /** Whether it names a client. */
    public boolean isKnown() {
        return source != null;
    }

    /** Writes version 1. */
    public void writeLine(ByteBuf out) {
        // BEGIN SOLUTION
        if (!isKnown() || isIp4(source) != isIp4(destination)) {
            out.writeCharSequence("PROXY UNKNOWN\r\n", US_ASCII);
            return;
        }
        String line =
                "PROXY %s %s %s %d %d\r\n"
                        .formatted(
                                isIp4(source) ? "TCP4" : "TCP6",
                                text(source),
                                text(destination),
                                source.getPort(),
                                destination.getPort());
        out.writeCharSequence(line, US_ASCII);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-6: README, part 6");
    }

    /** Writes version 2; if no client is known, as a connection of the proxy's own (LOCAL). */
    public void writeBinary(ByteBuf out) {
        // BEGIN SOLUTION
        out.writeBytes(SIGNATURE);
        if (!isKnown() || isIp4(source) != isIp4(destination)) {
            out.writeByte(0x20).writeByte(0).writeShort(0);
            return;
        }
        byte[] from = source.getAddress().getAddress();
        byte[] to = destination.getAddress().getAddress();
        out.writeByte(0x21).writeByte(isIp4(source) ? 0x11 : 0x21);
        out.writeShort(from.length + to.length + 4).writeBytes(from).writeBytes(to);
        out.writeShort(source.getPort()).writeShort(destination.getPort());
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-6: README, part 6");
    }

    /**
     * Takes a header of either version out of the bytes, if there is a whole one.
     *
     * @return null if it is not whole yet; the bytes stay where they are
     * @throws BadPreamble if this is none, as early as can be: a client that is no proxy must not
     *     be able to say who it is, so there is no guessing
     */
    static ProxyHeader read(ByteBuf in) throws BadPreamble {
        // BEGIN SOLUTION
        if (in.isReadable() && in.getByte(in.readerIndex()) == 'P') {
            return readLine(in);
        }
        for (int i = 0; i < SIGNATURE.length && i < in.readableBytes(); i++) {
            if (in.getByte(in.readerIndex() + i) != SIGNATURE[i]) {
                throw new BadPreamble("byte " + i + " is of no PROXY header");
            }
        }
        return readBinary(in);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-6: README, part 6");
    }

    // BEGIN SOLUTION
    private static final int TLV = 3; // what an extension begins with
    private static final int CRC32C = 0x03; // the type of the one that holds a checksum

    private static final Pattern LINE =
            Pattern.compile("PROXY (TCP4|TCP6) ([0-9a-fA-F:.]+) ([0-9a-fA-F:.]+) (\\d+) (\\d+)");

    private static ProxyHeader readLine(ByteBuf in) throws BadPreamble {
        int length = in.bytesBefore((byte) '\n');
        if (length < 0 && in.readableBytes() < MAX_LINE) {
            return null;
        }
        if (length < 1 || length >= MAX_LINE || in.getByte(in.readerIndex() + length - 1) != '\r') {
            throw new BadPreamble("a PROXY line without its end");
        }
        String line = in.readCharSequence(length - 1, US_ASCII).toString();
        in.skipBytes(2);
        if (line.equals("PROXY UNKNOWN") || line.startsWith("PROXY UNKNOWN ")) {
            return UNKNOWN;
        }
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new BadPreamble("'" + line + "' is no PROXY line");
        }
        boolean ip4 = parts.group(1).equals("TCP4");
        return new ProxyHeader(
                address(parts.group(2), parts.group(4), ip4),
                address(parts.group(3), parts.group(5), ip4));
    }

    private static InetSocketAddress address(String host, String port, boolean ip4)
            throws BadPreamble {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(host); // looks nothing up
        int number = port.length() > 5 ? -1 : Integer.parseInt(port);
        if (address == null || (address.length == 4) != ip4 || number < 0 || number > 65535) {
            throw new BadPreamble(host + " and " + port + " are no address");
        }
        return address(address, number);
    }

    private static ProxyHeader readBinary(ByteBuf in) throws BadPreamble {
        if (in.readableBytes() < FIXED) {
            return null;
        }
        int command = in.getUnsignedByte(in.readerIndex() + 12);
        int family = in.getUnsignedByte(in.readerIndex() + 13);
        int length = in.getUnsignedShort(in.readerIndex() + 14);
        if (command != 0x20 && command != 0x21) {
            throw new BadPreamble("version and command 0x%02x".formatted(command));
        }
        boolean known = command == 0x21 && (family == 0x11 || family == 0x21);
        int size = family == 0x11 ? 4 : 16;
        if (known && length < 2 * size + 4) {
            throw new BadPreamble(length + " bytes are too few for two addresses");
        }
        if (in.readableBytes() < FIXED + length) {
            return null;
        }
        // What follows the addresses is for those who know it.
        ByteBuf all = in.readSlice(FIXED + length);
        if (!known) {
            return UNKNOWN;
        }
        checkExtensions(all, FIXED + 2 * size + 4);
        return addresses(all.skipBytes(FIXED), size);
    }

    // A type, a length of two bytes, and so many bytes, again and again up to the end.
    private static void checkExtensions(ByteBuf header, int first) throws BadPreamble {
        int at = first;
        while (at < header.readableBytes()) {
            int from = header.readerIndex() + at;
            boolean whole = at + TLV <= header.readableBytes();
            int length = whole ? header.getUnsignedShort(from + 1) : 0;
            if (!whole || at + TLV + length > header.readableBytes()) {
                throw new BadPreamble("an extension that is longer than the header");
            }
            if (header.getByte(from) == CRC32C) {
                checkSum(header, at + TLV, length);
            }
            at += TLV + length;
        }
    }

    // Of the whole header, in which the sum itself counts as zeros.
    private static void checkSum(ByteBuf header, int at, int length) throws BadPreamble {
        byte[] bytes = new byte[header.readableBytes()];
        header.getBytes(header.readerIndex(), bytes);
        boolean right = length == 4;
        if (right) {
            int said = ByteBuffer.wrap(bytes).getInt(at);
            Arrays.fill(bytes, at, at + 4, (byte) 0);
            var sum = new CRC32C();
            sum.update(bytes, 0, bytes.length);
            right = (int) sum.getValue() == said;
        }
        if (!right) {
            throw new BadPreamble("a checksum that is wrong");
        }
    }

    private static ProxyHeader addresses(ByteBuf in, int size) {
        byte[] from = new byte[size];
        byte[] to = new byte[size];
        in.readBytes(from).readBytes(to);
        return new ProxyHeader(
                address(from, in.readUnsignedShort()), address(to, in.readUnsignedShort()));
    }

    private static InetSocketAddress address(byte[] bytes, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(bytes.length + " bytes", e);
        }
    }

    private static boolean isIp4(InetSocketAddress address) {
        return address.getAddress() instanceof Inet4Address;
    }

    private static String text(InetSocketAddress address) {
        return NetUtil.toAddressString(address.getAddress()); // IPv6 as RFC 5952 wants it
    }
    // END SOLUTION
    // STUB: // What else it needs goes here.
}
