package labs.proxy.vrrp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Advertisements as bytes: the packet of VRRP version 3, numbers in network byte order.
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   ┌───────┬───────┬───────────────┬───────────────┬───────────────┐
 *   │version│ type  │   router id   │   priority    │   addresses   │
 *   │  = 3  │  = 1  │               │               │   how many    │
 *   ├───────┼───────┴───────────────┼───────────────┴───────────────┤
 *   │   0   │   interval / 10 ms    │           checksum            │
 *   ├───────┴───────────────────────┴───────────────────────────────┤
 *   │   an address, 4 bytes; and so on                              │
 *   └───────────────────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>The checksum is the Internet's (RFC 1071): the sum of all 16-bit words, what runs over added
 * again at the right, and all bits turned; the checksum's own place counts as 0. So the sum over a
 * sound packet, with its checksum, is {@code 0xFFFF}. It goes over these bytes alone: they travel
 * in UDP, which has a checksum with the addresses of its own. The first four bits of the interval's
 * word are ignored when read.
 */
final class AdvertisementCodec {
    static final int HEADER = 8;
    static final int ADDRESS = 4;
    static final int LONGEST = HEADER + 255 * ADDRESS;

    private AdvertisementCodec() {}

    static byte[] encode(Advertisement advertisement) {
        // BEGIN SOLUTION
        List<Inet4Address> addresses = advertisement.addresses();
        ByteBuffer packet = ByteBuffer.allocate(HEADER + ADDRESS * addresses.size());
        packet.put((byte) (VERSION << 4 | TYPE))
                .put((byte) advertisement.routerId())
                .put((byte) advertisement.priority())
                .put((byte) addresses.size())
                .putShort((short) advertisement.interval().dividedBy(Advertisement.UNIT))
                .putShort((short) 0);
        addresses.forEach(address -> packet.put(address.getAddress()));
        packet.putShort(CHECKSUM_AT, (short) ~sum(packet.array()));
        return packet.array();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-8: README, part 8");
    }

    /**
     * Reads and checks, in this order: there is a header, the version, the type, the length is what
     * the number of addresses asks for, the checksum, the router's id and the interval are not 0.
     *
     * @throws BadPacketException with the first of these that is not so
     */
    static Advertisement decode(byte[] packet) throws BadPacketException {
        // BEGIN SOLUTION
        check(packet.length >= HEADER, Fault.LENGTH);
        ByteBuffer in = ByteBuffer.wrap(packet);
        int first = in.get();
        check((first >> 4 & 0xF) == VERSION, Fault.VERSION);
        check((first & 0xF) == TYPE, Fault.TYPE);
        int routerId = in.get() & 0xFF;
        int priority = in.get() & 0xFF;
        int addresses = in.get() & 0xFF;
        int units = in.getShort() & Advertisement.MOST_UNITS;
        check(packet.length == HEADER + ADDRESS * addresses, Fault.LENGTH);
        check(sum(packet) == 0xFFFF, Fault.CHECKSUM);
        check(routerId > 0 && units > 0, Fault.VALUE);
        Duration interval = Advertisement.UNIT.multipliedBy(units);
        in.position(HEADER);
        return new Advertisement(routerId, priority, interval, addresses(in, addresses));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-8: README, part 8");
    }

    /** Reads that many addresses. */
    static List<Inet4Address> addresses(ByteBuffer in, int count) {
        var addresses = new ArrayList<Inet4Address>();
        for (int i = 0; i < count; i++) {
            byte[] bytes = new byte[ADDRESS];
            in.get(bytes);
            addresses.add(address(bytes));
        }
        return addresses;
    }

    private static Inet4Address address(byte[] bytes) {
        try {
            return (Inet4Address) InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not four bytes", e);
        }
    }

    // BEGIN SOLUTION
    private static final int VERSION = 3;
    private static final int TYPE = 1;
    private static final int CHECKSUM_AT = 6;

    private static void check(boolean sound, Fault fault) throws BadPacketException {
        if (!sound) {
            throw new BadPacketException(fault);
        }
    }

    private static int sum(byte[] packet) {
        int sum = 0;
        for (ByteBuffer in = ByteBuffer.wrap(packet); in.hasRemaining(); ) {
            sum += in.getShort() & 0xFFFF;
        }
        while (sum > 0xFFFF) {
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return sum;
    }
    // END SOLUTION
    // STUB: // What else it needs goes here.
}
