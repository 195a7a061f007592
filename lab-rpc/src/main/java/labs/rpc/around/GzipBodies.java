package labs.rpc.around;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Bodies to gzip or deflate and back. Thread-safe. */
final class GzipBodies {
    /** Below this many bytes, compressing costs more than it saves. */
    static final int WORTHWHILE = 1_024;

    private GzipBodies() {}

    /** A body that is larger than the reader is willing to hold. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeException(int limit) {
            super("more than " + limit + " bytes when decompressed");
        }
    }

    static byte[] compress(byte[] body, ContentCoding coding) {
        // BEGIN SOLUTION
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 4 + 32);
        try (DeflaterOutputStream to =
                coding == ContentCoding.GZIP
                        ? new GZIPOutputStream(out)
                        : new DeflaterOutputStream(out)) {
            to.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail to be written
        }
        return out.toByteArray();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-6: see README, part 6");
    }

    /**
     * Decompresses, and never holds much more than {@code limit} bytes: a thousand bytes of gzip
     * may stand for a million.
     *
     * @throws TooLargeException as soon as the limit is passed
     * @throws IOException if this is not what it is said to be, or not all of it
     */
    static byte[] decompress(byte[] compressed, ContentCoding coding, int limit)
            throws IOException {
        // BEGIN SOLUTION
        Inflater inflater = new Inflater(isRaw(compressed));
        var in = new ByteArrayInputStream(compressed);
        try (InputStream from =
                coding == ContentCoding.GZIP
                        ? new GZIPInputStream(in)
                        : new InflaterInputStream(in, inflater)) {
            byte[] body = from.readNBytes(limit);
            if (from.read() >= 0) {
                throw new TooLargeException(limit);
            }
            return body;
        } finally {
            inflater.end();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-6: see README, part 6");
    }

    // BEGIN SOLUTION
    /** The coding "deflate" has a header of two bytes (RFC 1950), which some leave out. */
    private static boolean isRaw(byte[] deflated) {
        return deflated.length < 2
                || (deflated[0] & 0x0f) != 8
                || ((deflated[0] & 0xff) << 8 | deflated[1] & 0xff) % 31 != 0;
    }
    // END SOLUTION
}
