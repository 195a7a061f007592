package labs.proxy.http;

import io.netty.buffer.ByteBuf;

/**
 * Follows a body through the bytes of its connection, to know where it ends. It changes nothing:
 * chunks go on as they came, and so must be right to the last byte. Not thread-safe.
 */
abstract class Body {
    /** No more than so many bytes in the line of a chunk's size, with its extensions. */
    static final int MAX_LINE = 256;

    /** No more than so many bytes in all trailers. */
    static final int MAX_TRAILERS = 8 * 1024;

    /**
     * How many of the readable bytes are of this body, from the first on; none is taken out. Each
     * byte is shown once: the caller takes as many as it was told.
     *
     * @throws BadMessage if its chunks are not as they must be
     */
    abstract int next(ByteBuf in) throws BadMessage;

    /** Whether all of it has been seen. */
    abstract boolean isDone();

    /** Whether it ends where its connection does. */
    boolean isUntilClose() {
        return false;
    }

    static Body none() {
        return new Length(0);
    }

    /** A body of so many bytes. */
    static Body ofLength(long length) {
        return new Length(length);
    }

    static Body untilClose() {
        return new UntilClose();
    }

    /** A body in chunks, to the letter. */
    static Body chunked() {
        return chunked(false);
    }

    /**
     * A body in chunks.
     *
     * @param blanks whether blanks may stand behind a size: some servers send them
     */
    static Body chunked(boolean blanks) {
        return new Chunks(blanks);
    }

    private static final class Length extends Body {
        private long left;

        Length(long length) {
            this.left = length;
        }

        @Override
        int next(ByteBuf in) {
            // BEGIN SOLUTION
            int taken = (int) Math.min(left, in.readableBytes());
            left -= taken;
            return taken;
            // END SOLUTION
            // STUB: throw new UnsupportedOperationException("TODO ha-proxy-4: README, part 4");
        }

        @Override
        boolean isDone() {
            return left == 0;
        }
    }

    private static final class UntilClose extends Body {
        @Override
        int next(ByteBuf in) {
            return in.readableBytes();
        }

        @Override
        boolean isDone() {
            return false;
        }

        @Override
        boolean isUntilClose() {
            return true;
        }
    }
}
