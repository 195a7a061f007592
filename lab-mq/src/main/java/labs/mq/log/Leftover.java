package labs.mq.log;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands in a segment behind the first batch that is broken. A process that died while it
 * wrote leaves the beginning of a batch, which nobody was told of. Anything else are records that
 * somebody wrote and the disk has damaged: those are kept in a file, for a person to look at.
 */
final class Leftover {
    private static final Logger LOG = LoggerFactory.getLogger(Leftover.class);

    private Leftover() {}

    /** Says that a segment is cut at that byte, and keeps the bytes from there up to its end. */
    static void keep(Path segment, FileChannel channel, int from, int end) throws IOException {
        int bytes = end - from;
        if (isBeginningOfABatch(channel, from, end)) {
            LOG.warn("{} ends within a batch: its last {} bytes are cut off", segment, bytes);
            return;
        }
        Path kept = segment.resolveSibling(segment.getFileName() + ".cut-at-" + from);
        try (var copy = FileChannel.open(kept, CREATE, TRUNCATE_EXISTING, WRITE)) {
            for (long at = from; at < end; ) {
                at += channel.transferTo(at, end - at, copy);
            }
            copy.force(true);
        }
        LOG.warn(
                "{} is broken at byte {}: the {} bytes from there on are now in {}",
                segment,
                from,
                bytes,
                kept.getFileName());
    }

    private static boolean isBeginningOfABatch(FileChannel channel, int from, int end)
            throws IOException {
        if (end - from < Batch.HEADER) {
            return true;
        }
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
        SharedFile.readFully(channel, length, from + Batch.LENGTH_AT);
        return Batch.OVERHEAD + (long) length.getInt(0) > end - from;
    }
}
