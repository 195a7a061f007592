package labs.compute.engine;

import java.io.IOException;
import java.rmi.Remote;
import labs.compute.table.ColumnBatch;

/** What the driver calls at a task that keeps sorted ranges. Ranges have the task's own numbers. */
interface PageService extends Remote {
    /** Rows of a sorted range. */
    ColumnBatch rows(Run run, int range, long from, int count) throws IOException;

    /** Rows of a sorted range that come behind that one. */
    ColumnBatch after(Run run, int range, ColumnBatch row, int count) throws IOException;
}
