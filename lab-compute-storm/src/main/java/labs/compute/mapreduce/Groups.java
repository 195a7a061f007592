package labs.compute.mapreduce;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Applies a reduce function to sorted records, key by key, without holding a key's values. */
final class Groups {
    /** Sorted records, one after the other. Close them. */
    interface Records extends AutoCloseable {
        boolean next() throws IOException;

        /** Of the record that the last {@link #next} went to; gone with the next. */
        Slice key();

        /** As {@link #key}. */
        Slice value();

        @Override
        default void close() throws IOException {}
    }

    private final Records records;
    private boolean hasCurrent;
    private Slice groupKey;

    private Groups(Records records) {
        this.records = records;
    }

    /** Calls {@code job.reduce} for each key, whether or not it looks at all its values. */
    static void reduce(Records records, Job job, Emitter out) throws IOException {
        new Groups(records).reduceAll(job, out);
    }

    private void reduceAll(Job job, Emitter out) throws IOException {
        // BEGIN SOLUTION
        hasCurrent = records.next();
        while (hasCurrent) {
            groupKey = records.key().copy(); // the record's own is overwritten by the next
            var values = new Values();
            try {
                job.reduce(groupKey, values, out);
                while (values.hasNext()) {
                    values.next(); // what the function did not look at
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-1: README, part 1");
    }

    // BEGIN SOLUTION
    private final class Values implements Iterator<Slice> {
        private boolean isTaken; // the current value was handed out

        @Override
        public boolean hasNext() {
            if (isTaken) {
                advance();
                isTaken = false;
            }
            return hasCurrent && records.key().equals(groupKey);
        }

        @Override
        public Slice next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            isTaken = true;
            return records.value();
        }

        private void advance() {
            try {
                hasCurrent = records.next();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
    // END SOLUTION
}
