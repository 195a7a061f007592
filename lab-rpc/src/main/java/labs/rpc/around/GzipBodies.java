package labs.rpc.around;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Bodies to gzip and back. Thread-safe. */
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

    static byte[] gzip(byte[] body) {
        // BEGIN SOLUTION
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 4 + 32);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
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
     * @throws IOException if this is no gzip, or not all of it
     */
    static byte[] gunzip(byte[] compressed, int limit) throws IOException {
        // BEGIN SOLUTION
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            byte[] body = gzip.readNBytes(limit);
            if (gzip.read() >= 0) {
                throw new TooLargeException(limit);
            }
            return body;
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-6: see README, part 6");
    }
}
