package labs.proxy.balance;

import java.net.InetAddress;

/** What a hash chooses by. */
public final class Keys {
    private Keys() {}

    /** All connections of one client have the same key, whatever their ports. */
    public static long source(InetAddress client) {
        return Hash.of(client.getAddress());
    }

    /** What has the same text has the same key. */
    public static long text(String text) {
        return Hash.of(text);
    }

    /** The same for {@link MapBased}, as HAProxy has it. */
    public static long plain(String text) {
        return MapBased.sdbm(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    /** Of an address: each four bytes of it are one number, and those are mixed. */
    public static long plain(InetAddress client) {
        int key = 0;
        java.nio.ByteBuffer address = java.nio.ByteBuffer.wrap(client.getAddress());
        while (address.hasRemaining()) {
            key ^= address.getInt();
        }
        return key & 0xffff_ffffL;
    }

    /**
     * All requests for one resource have the same key: what follows the path, from {@code ?} or
     * {@code #} on, does not count, nor does the {@code http://host} of an absolute URI.
     *
     * @param uri as it stands in the request's first line
     */
    public static long uri(String uri) {
        // BEGIN SOLUTION
        int scheme = uri.startsWith("/") ? -1 : uri.indexOf("://");
        int from = scheme < 0 ? 0 : uri.indexOf('/', scheme + 3);
        String path = from < 0 ? "/" : uri.substring(from);
        return Hash.of(path.split("[?#]", 2)[0]);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-2: README, part 2");
    }
}
