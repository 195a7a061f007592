package labs.compute.mapreduce;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a run: records in the order of partition and key, and at the end of the file where each
 * partition begins. A record is two lengths of four bytes, the key, the value.
 */
final class RunWriter implements Closeable {
    private final DataOutputStream out;
    private final long[] starts; // of partition p, and at the end the length of all
    private int partition;
    private long written;

    RunWriter(Path file, int partitions) throws IOException {
        out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 18));
        starts = new long[partitions + 1];
    }

    /** Partitions must not descend. */
    void write(int toPartition, Slice key, Slice value) throws IOException {
        while (partition < toPartition) {
            starts[++partition] = written;
        }
        out.writeInt(key.length);
        out.writeInt(value.length);
        out.write(key.bytes, key.offset, key.length);
        out.write(value.bytes, value.offset, value.length);
        written += 2L * Integer.BYTES + key.length + value.length;
    }

    /** Ends the file; without it the run cannot be read. */
    void finish() throws IOException {
        while (partition < starts.length - 1) {
            starts[++partition] = written;
        }
        for (long start : starts) {
            out.writeLong(start);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
