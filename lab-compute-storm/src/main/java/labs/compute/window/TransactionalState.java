package labs.compute.window;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts on disk, in which each batch counts once, however often it comes: the id of the last batch
 * is saved in the same file, at the same moment, as the counts that it led to. Batches carry the
 * ids 1, 2, 3, …; the same id always means the same content. This is the transactional state of
 * Storm's Trident. Not thread-safe, and one process at a time.
 */
final class TransactionalState {
    private final CheckpointFile file;
    private long txid;
    private SortedMap<String, Long> counts = new TreeMap<>();

    /** What became of a batch. */
    enum Outcome {
        /** It counts, and that is on disk. */
        APPLIED,
        /** It counted already. */
        REPLAYED,
        /** An earlier one is missing: it has to come again behind that. */
        TOO_EARLY
    }

    private TransactionalState(CheckpointFile file) {
        this.file = file;
    }

    /** Opens what was saved last; nothing counted and batch 0 if nothing was. */
    static TransactionalState open(Path file) throws IOException {
        var state = new TransactionalState(new CheckpointFile(file));
        var saved = state.file.load();
        if (saved.isPresent()) {
            state.decode(saved.get());
        }
        return state;
    }

    /**
     * Adds what a batch holds to the counts.
     *
     * @throws IOException if it cannot be saved; nothing has changed then
     */
    Outcome apply(long batch, SortedMap<String, Long> more) throws IOException {
        // BEGIN SOLUTION
        if (batch <= txid) {
            return Outcome.REPLAYED;
        }
        if (batch > txid + 1) {
            return Outcome.TOO_EARLY;
        }
        var sum = new TreeMap<>(counts);
        more.forEach((word, count) -> sum.merge(word, count, Long::sum));
        file.save(encode(batch, sum));
        txid = batch;
        counts = sum;
        return Outcome.APPLIED;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-3: README, part 3");
    }

    /** The last batch that counts. */
    long txid() {
        return txid;
    }

    SortedMap<String, Long> counts() {
        return new TreeMap<>(counts);
    }

    private static byte[] encode(long txid, SortedMap<String, Long> counts) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var data = new DataOutputStream(bytes);
        data.writeLong(txid);
        data.writeInt(counts.size());
        for (var count : counts.entrySet()) {
            data.writeUTF(count.getKey());
            data.writeLong(count.getValue());
        }
        return bytes.toByteArray();
    }

    private void decode(byte[] saved) throws IOException {
        var data = new DataInputStream(new ByteArrayInputStream(saved));
        txid = data.readLong();
        int size = data.readInt();
        for (int i = 0; i < size; i++) {
            counts.put(data.readUTF(), data.readLong());
        }
    }
}
