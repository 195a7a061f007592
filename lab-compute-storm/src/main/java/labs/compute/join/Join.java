package labs.compute.join;

import java.io.IOException;
import labs.compute.table.ColumnBatch;

/**
 * A join of two tables that come in batches, in any order and as many as there are; a batch belongs
 * to the join from then on. Joined rows come in no particular order. Not thread-safe. Closing it
 * deletes what it spilled and gives its memory back, finished or not.
 */
public interface Join extends AutoCloseable {
    /** Where joined rows go, a batch at a time. */
    interface Sink {
        void accept(ColumnBatch rows) throws IOException;
    }

    void left(ColumnBatch rows) throws IOException;

    void right(ColumnBatch rows) throws IOException;

    /** Says that both tables are complete, and hands on all joined rows. Called once. */
    void finish(Sink sink) throws IOException;

    @Override
    void close() throws IOException;
}
