package labs.memory.cache;

import java.util.Arrays;

/**
 * The sizes of chunks: each class an eighth larger than the one before, so that at most an eighth
 * of a chunk is wasted. Immutable.
 */
final class SlabClasses {
    private static final int SMALLEST = 56;
    private final int[] sizes;

    SlabClasses() {
        int[] all = new int[128];
        int count = 0;
        for (int size = SMALLEST; size <= Pages.PAGE / 2; size = next(size)) {
            all[count++] = size;
        }
        all[count++] = Pages.PAGE;
        sizes = Arrays.copyOf(all, count);
    }

    /**
     * The largest of the next class with as many chunks in a page: what lies behind the last is
     * lost.
     */
    private static int next(int size) {
        int wanted = Math.max(size + 8, size + size / 8);
        int chunks = Math.max(1, Pages.PAGE / ((wanted + 7) & ~7));
        return Pages.PAGE / chunks & ~7;
    }

    int count() {
        return sizes.length;
    }

    /** Bytes of a chunk. */
    int size(int slabClass) {
        return sizes[slabClass];
    }

    /** The class with the smallest chunks that hold so many bytes, or -1 if none does. */
    int of(int bytes) {
        int found = Arrays.binarySearch(sizes, bytes);
        int slabClass = found >= 0 ? found : -found - 1;
        return slabClass < sizes.length ? slabClass : -1;
    }
}
