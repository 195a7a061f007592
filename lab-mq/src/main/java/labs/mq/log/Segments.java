package labs.mq.log;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;

/**
 * The segments of a log in the order of their offsets. Any thread reads; who adds and removes takes
 * turns with the others who do.
 */
final class Segments {
    private final ConcurrentNavigableMap<Long, Segment> byOffset = new ConcurrentSkipListMap<>();

    /** Another one; of the same first offset: instead. */
    void add(Segment segment) {
        byOffset.put(segment.baseOffset(), segment);
    }

    void remove(Segment segment) {
        byOffset.remove(segment.baseOffset());
    }

    boolean isEmpty() {
        return byOffset.isEmpty();
    }

    /** As they are now. */
    List<Segment> all() {
        return List.copyOf(byOffset.values());
    }

    List<Segment> before(Segment segment) {
        return List.copyOf(byOffset.headMap(segment.baseOffset()).values());
    }

    Segment last() {
        return byOffset.lastEntry().getValue();
    }

    long firstOffset() {
        return byOffset.firstKey();
    }

    long sizeInBytes() {
        return byOffset.values().stream().mapToLong(Segment::size).sum();
    }

    /** The newest time of each, the newest first. */
    List<Long> newestTimes() {
        return byOffset.values().stream()
                .filter(segment -> segment.size() > 0)
                .map(Segment::newest)
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    /** About how many bytes there are from that offset on. */
    long bytesFrom(long offset) {
        Map.Entry<Long, Segment> holding = byOffset.floorEntry(offset);
        for (; holding != null; holding = byOffset.higherEntry(holding.getKey())) {
            int bytes = holding.getValue().bytesFrom(offset);
            if (bytes > 0) {
                return bytes;
            }
        }
        return 0;
    }

    /**
     * What begins with the batch that holds that offset, up to the end of its segment.
     *
     * @param limit batches from that offset on are left out
     * @return null if a segment was dropped or replaced meanwhile
     */
    LogSlice read(long offset, int maxBytes, long limit) throws IOException {
        // BEGIN SOLUTION
        Map.Entry<Long, Segment> holding = byOffset.floorEntry(offset);
        for (; holding != null; holding = byOffset.higherEntry(holding.getKey())) {
            LogSlice slice = holding.getValue().read(offset, maxBytes, limit);
            if (slice == null || slice.length() > 0) {
                return slice;
            }
            // Compaction leaves holes: then what comes next is in the next segment.
        }
        return LogSlice.empty();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    /**
     * The first record from an offset on whose time is at least that.
     *
     * @return null if a segment was dropped or replaced meanwhile
     */
    Optional<LogRecord> firstSince(long time, long offset) throws IOException {
        // BEGIN SOLUTION
        for (Segment segment : byOffset.values()) {
            if (segment.newest() >= time) {
                Optional<LogRecord> first = segment.firstSince(time, offset);
                if (first == null || first.isPresent()) {
                    return first;
                }
            }
        }
        return Optional.empty();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    /**
     * Drops segments from the oldest on, while they are such.
     *
     * @param last is kept, whatever it is
     * @return how many were dropped
     */
    int dropOldest(Segment last, Predicate<Segment> isToGo) throws IOException {
        int dropped = 0;
        for (Segment oldest : all()) {
            if (oldest == last || !isToGo.test(oldest)) {
                break;
            }
            remove(oldest);
            oldest.delete();
            dropped++;
        }
        return dropped;
    }
}
