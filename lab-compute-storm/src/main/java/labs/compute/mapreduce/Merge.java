package labs.compute.mapreduce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Merges sorted segments into one order: as much memory as there are segments, not records. */
final class Merge implements Groups.Records {
    private final PriorityQueue<Run.RecordReader> heads =
            new PriorityQueue<>(Comparator.comparing(Run.RecordReader::key));
    private final List<Run.RecordReader> all;
    private Run.RecordReader current;

    /** Closes the segments when it is closed, or when one of them cannot be read. */
    Merge(List<Run.RecordReader> segments) throws IOException {
        all = new ArrayList<>(segments);
        try {
            for (Run.RecordReader segment : segments) {
                if (segment.next()) {
                    heads.add(segment);
                }
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Goes to the next record in the order of keys. */
    @Override
    public boolean next() throws IOException {
        // BEGIN SOLUTION
        if (current != null && current.next()) {
            heads.add(current);
        }
        current = heads.poll(); // out of the queue: its key will change under it
        return current != null;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-1: README, part 1");
    }

    @Override
    public Slice key() {
        return current.key();
    }

    @Override
    public Slice value() {
        return current.value();
    }

    @Override
    public void close() throws IOException {
        IOException first = null;
        for (Run.RecordReader segment : all) {
            try {
                segment.close();
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
