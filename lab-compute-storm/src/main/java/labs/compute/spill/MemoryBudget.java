package labs.compute.spill;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes the rows that wait in memory may take, over all that share it. Whoever asks for
 * more than there is has to write some of its rows to disk. Thread-safe.
 */
public final class MemoryBudget {
    /** The least that any operator can work with. */
    public static final long MIN_BYTES = 64 * 1024;

    private final long bytes;
    private final AtomicLong used = new AtomicLong();

    /**
     * @throws IllegalArgumentException if that is too little to work with
     */
    public MemoryBudget(long bytes) {
        if (bytes < MIN_BYTES) {
            throw new IllegalArgumentException(
                    "a memory of " + bytes + " bytes is too small: give at least " + MIN_BYTES);
        }
        this.bytes = bytes;
    }

    /** Takes so many bytes if that many are left. */
    public boolean take(long wanted) {
        long before = used.get();
        while (before + wanted <= bytes) {
            if (used.compareAndSet(before, before + wanted)) {
                return true;
            }
            before = used.get();
        }
        return false;
    }

    /** Takes them in any case: for what has to be in memory at once. */
    public void force(long wanted) {
        used.addAndGet(wanted);
    }

    public void giveBack(long taken) {
        used.addAndGet(-taken);
    }

    public long used() {
        return used.get();
    }

    public long bytes() {
        return bytes;
    }
}
