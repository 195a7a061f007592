package labs.memory.cache;

import java.util.BitSet;

/**
 * Gives out chunks. A page belongs to one class of sizes and is cut into its chunks, so that what
 * is freed fits what comes next, and memory never becomes a sieve. A page that another class needs
 * more can be taken away from its class, once nothing lives in it. Not thread-safe.
 */
final class SlabAllocator {
    private final Pages pages;
    private final Items items;
    private final SlabClasses classes;
    private final int[] free; // by class: the first free chunk, chained by Items.next; or 0
    private final BitSet[] owned; // by class: its pages
    private final int[]
            uncut; // by class: where its newest page was not cut yet, as a reference; or 0
    private final int[] reserved; // by page: items whose value is on its way

    SlabAllocator(Pages pages, SlabClasses classes) {
        this.pages = pages;
        this.items = new Items(pages);
        this.classes = classes;
        this.free = new int[classes.count()];
        this.uncut = new int[classes.count()];
        this.owned = new BitSet[classes.count()];
        this.reserved = new int[pages.limit() + 1];
        for (int i = 0; i < owned.length; i++) {
            owned[i] = new BitSet();
        }
    }

    /** A chunk of this class, or 0 if there is none without taking one from somebody. */
    int allocate(int slabClass) {
        // BEGIN SOLUTION
        if (free[slabClass] != 0) {
            int chunk = free[slabClass];
            free[slabClass] = items.next(chunk);
            return chunk;
        }
        if (uncut[slabClass] == 0) {
            give(pages.next(), slabClass);
        }
        return uncut[slabClass] == 0 ? 0 : cut(slabClass);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-1: see README, part
        // 1");
    }

    /** Takes a chunk back. */
    void free(int chunk, int slabClass) {
        // BEGIN SOLUTION
        items.next(chunk, free[slabClass]);
        free[slabClass] = chunk;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-1: see README, part
        // 1");
    }

    /**
     * The chunks of a page, whether anything is in them or not: first what must go before the page
     * can change its class.
     */
    interface Resident {
        /** Frees the chunk if an item lives in it. */
        void evict(int chunk);
    }

    /** A page of a class that can be taken away, or 0: no value is on its way into it. */
    int idlePage(int slabClass) {
        // BEGIN SOLUTION
        BitSet candidates = owned[slabClass];
        for (int page = candidates.nextSetBit(0);
                page > 0;
                page = candidates.nextSetBit(page + 1)) {
            if (reserved[page] == 0) {
                return page;
            }
        }
        return 0;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-1: see README, part
        // 1");
    }

    /** Moves a page from one class to another, when its residents have left. */
    void reassign(int page, int from, int to, Resident residents) {
        // BEGIN SOLUTION
        for (int chunk : chunks(page, from)) {
            residents.evict(chunk);
        }
        if (uncut[from] != 0 && Pages.pageOf(uncut[from]) == page) {
            uncut[from] = 0;
        }
        forgetFreeChunks(page, from);
        owned[from].clear(page);
        give(page, to);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-1: see README, part
        // 1");
    }

    // BEGIN SOLUTION
    private void give(int page, int slabClass) {
        if (page != 0) {
            owned[slabClass].set(page);
            freeTheRest(slabClass);
            uncut[slabClass] = Pages.reference(page, 0);
        }
    }

    /** Only one page is cut at a time: the chunks left of another become free ones. */
    private void freeTheRest(int slabClass) {
        while (uncut[slabClass] != 0) {
            free(cut(slabClass), slabClass);
        }
    }

    private int cut(int slabClass) {
        int chunk = uncut[slabClass];
        items.clear(chunk);
        int size = classes.size(slabClass);
        int end = Pages.offsetOf(chunk) + size;
        uncut[slabClass] = end + size <= Pages.PAGE ? Pages.reference(Pages.pageOf(chunk), end) : 0;
        return chunk;
    }

    /** Those that were cut: behind them nothing was ever written. */
    private int[] chunks(int page, int slabClass) {
        int size = classes.size(slabClass);
        boolean partly = uncut[slabClass] != 0 && Pages.pageOf(uncut[slabClass]) == page;
        int end = partly ? Pages.offsetOf(uncut[slabClass]) : Pages.PAGE;
        int[] chunks = new int[end / size];
        for (int i = 0; i < chunks.length; i++) {
            chunks[i] = Pages.reference(page, i * size);
        }
        return chunks;
    }

    private void forgetFreeChunks(int page, int slabClass) {
        int chunk = free[slabClass];
        free[slabClass] = 0;
        while (chunk != 0) {
            int next = items.next(chunk);
            if (Pages.pageOf(chunk) != page) {
                free(chunk, slabClass);
            }
            chunk = next;
        }
    }

    // END SOLUTION

    /** A value is on its way into this chunk: its page stays where it is. */
    void reserve(int chunk) {
        reserved[Pages.pageOf(chunk)]++;
    }

    /** The value has come, or will not. */
    void release(int chunk) {
        reserved[Pages.pageOf(chunk)]--;
    }

    int pages(int slabClass) {
        return owned[slabClass].cardinality();
    }

    /** The class with the most pages, besides one; -1 if nobody has any. */
    int richestBut(int slabClass) {
        int richest = -1;
        for (int i = 0; i < owned.length; i++) {
            boolean richer = richest < 0 || pages(i) > pages(richest);
            if (i != slabClass && pages(i) > 0 && richer) {
                richest = i;
            }
        }
        return richest;
    }
}
