package labs.memory.cache;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory outside of the heap in pages of 1 MiB, given out once and never back: who has a page keeps
 * it, or hands it to another size. A place in it is a <em>reference</em>, the number of its 8-byte
 * cell, so that 32 bits reach 16 GiB; 0 is none. Not thread-safe but for reading and writing places
 * of one's own.
 */
final class Pages {
    static final int PAGE = 1 << 20;
    private static final int CELL_BITS = 3;
    private static final int CELLS_BITS = 17; // cells of a page
    private static final int CELL_MASK = (1 << CELLS_BITS) - 1;

    private final ByteBuffer[] pages; // page 0 is never used, so that 0 is no reference
    private int given;

    /**
     * @param bytes of memory at most, rounded down to whole pages, at least one
     * @throws IllegalArgumentException if that is more than references reach
     */
    Pages(long bytes) {
        long count = Math.max(1, bytes / PAGE);
        if (count >= 1 << (31 - CELLS_BITS)) {
            throw new IllegalArgumentException("at most 16 GiB: " + bytes + " bytes");
        }
        this.pages = new ByteBuffer[(int) count + 1];
    }

    /** A fresh page, or 0 when all were given out. */
    int next() {
        if (given == pages.length - 1) {
            return 0;
        }
        pages[++given] = ByteBuffer.allocateDirect(PAGE).order(ByteOrder.nativeOrder());
        return given;
    }

    /** Pages that were given out. */
    int given() {
        return given;
    }

    /** Pages that there are at most. */
    int limit() {
        return pages.length - 1;
    }

    /** The reference to a place in a page. */
    static int reference(int page, int offset) {
        return page << CELLS_BITS | offset >> CELL_BITS;
    }

    /** The page in which a reference lies. */
    static int pageOf(int reference) {
        return reference >>> CELLS_BITS;
    }

    /** Where in its page a reference lies, in bytes. */
    static int offsetOf(int reference) {
        return (reference & CELL_MASK) << CELL_BITS;
    }

    ByteBuffer page(int reference) {
        return pages[pageOf(reference)];
    }
}
