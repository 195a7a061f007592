package labs.compute.join;

import java.io.IOException;
import labs.compute.table.ColumnBatch;

/** Rows, a batch at a time. */
interface Batches {
    /** The next rows, at least one; null behind the last. */
    ColumnBatch next() throws IOException;
}
