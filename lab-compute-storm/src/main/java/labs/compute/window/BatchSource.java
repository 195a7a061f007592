package labs.compute.window;

import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import labs.compute.storm.Shared;

/**
 * Lines in batches of equal size, which a batch's id alone determines: who asks again gets the same
 * lines. How many batches there are yet is said from outside.
 */
public final class BatchSource implements Serializable {
    @Serial private static final long serialVersionUID = 1;

    private final List<String> lines;
    private final int size;
    private final Shared<AtomicLong> available = Shared.of(new AtomicLong());

    /**
     * @param size how many lines a batch has; the last may have fewer
     */
    public BatchSource(List<String> lines, int size) {
        this.lines = List.copyOf(lines);
        this.size = size;
    }

    /** How many batches all lines make. */
    public long batches() {
        return (lines.size() + size - 1) / size;
    }

    /** The batches up to this one may be read. */
    public void release(long batch) {
        available.get().set(batch);
    }

    long available() {
        return Math.min(available.get().get(), batches());
    }

    List<String> batch(long txid) {
        int from = (int) (txid - 1) * size;
        return lines.subList(from, Math.min(from + size, lines.size()));
    }
}
