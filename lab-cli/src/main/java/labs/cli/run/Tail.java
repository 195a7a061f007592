package labs.cli.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Drains a stream and keeps its last bytes, so that endless output neither blocks the process nor
 * fills our memory. Thread-safe.
 */
final class Tail {
    private static final int KEPT = 32 * 1024;
    private static final long END_MS = 2_000;

    private final byte[] ring = new byte[KEPT]; // guarded by this
    private long written; // guarded by this
    private Thread reader; // set once, before it starts

    /** Reads {@code in} to its end in a thread of its own. */
    static Tail of(InputStream in, String threadName) {
        var tail = new Tail();
        tail.reader = new Thread(() -> tail.drain(in), threadName);
        tail.reader.setDaemon(true);
        tail.reader.start();
        return tail;
    }

    private void drain(InputStream in) {
        var buffer = new byte[8192];
        try (in) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                add(buffer, n);
            }
        } catch (IOException e) {
            if (!"Stream closed".equals(e.getMessage())) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private synchronized void add(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            ring[(int) (written++ % KEPT)] = bytes[i];
        }
    }

    /** The last of it, once the stream has ended; waits for that end a moment, and no longer. */
    String text() throws InterruptedException {
        reader.join(END_MS);
        return kept();
    }

    private synchronized String kept() {
        int length = (int) Math.min(written, KEPT);
        var kept = new byte[length];
        for (int i = 0; i < length; i++) {
            kept[i] = ring[(int) ((written - length + i) % KEPT)];
        }
        return new String(kept, StandardCharsets.UTF_8);
    }
}
